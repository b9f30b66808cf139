//! What an expression mentions: names, fields, and values written out.

use std::collections::BTreeSet;

use cel::IdedExpr;
use cel::common::ast::{Expr, LiteralValue};

/// What an expression mentions.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// Variables.
    pub(super) names: BTreeSet<String>,
    /// Fields with the variable that has them; of anything else with an empty name.
    pub(super) fields: BTreeSet<(String, String)>,
    /// Texts written out.
    pub(super) texts: BTreeSet<String>,
    /// Whole numbers written out.
    pub(super) numbers: BTreeSet<i64>,
}

impl Mentions {
    /// Everything that an expression mentions.
    pub(super) fn of(expression: &IdedExpr) -> Self {
        let mut mentions = Self::default();
        mentions.look(expression);
        mentions
    }

    /// Whether it looks at a field of a variable.
    pub(super) fn has_field(&self, of: &str, field: &str) -> bool {
        self.fields.contains(&(of.to_owned(), field.to_owned()))
    }

    fn look(&mut self, expression: &IdedExpr) {
        match &expression.expr {
            Expr::Ident(name) => {
                self.names.insert(name.clone());
            }
            Expr::Select(select) => {
                let owner = match &select.operand.expr {
                    Expr::Ident(owner) => owner.clone(),
                    _ => String::new(),
                };
                self.fields.insert((owner, select.field.clone()));
                self.look(&select.operand);
            }
            Expr::Call(call) => call
                .target
                .as_deref()
                .into_iter()
                .chain(&call.args)
                .for_each(|part| self.look(part)),
            Expr::List(list) => list.elements.iter().for_each(|part| self.look(part)),
            Expr::Comprehension(made) => {
                for part in [
                    &made.iter_range,
                    &made.loop_cond,
                    &made.loop_step,
                    &made.result,
                ] {
                    self.look(part);
                }
            }
            Expr::Literal(LiteralValue::String(text)) => {
                self.texts.insert(text.inner().to_owned());
            }
            Expr::Literal(LiteralValue::Int(number)) => {
                self.numbers.insert(*number.inner());
            }
            _ => {}
        }
    }
}
