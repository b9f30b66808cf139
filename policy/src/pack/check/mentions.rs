//! What an expression mentions: names, fields, and values written out.

use std::collections::{BTreeMap, BTreeSet};

use cel::IdedExpr;
use cel::common::ast::operators as op;
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
    /// How often each variable is named, and how often of these it is held against a value written out.
    uses: BTreeMap<String, (usize, usize)>,
}

/// Comparisons with a value.
const COMPARISONS: [&str; 6] = [
    op::EQUALS,
    op::NOT_EQUALS,
    op::LESS,
    op::LESS_EQUALS,
    op::GREATER,
    op::GREATER_EQUALS,
];

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

    /// Whether a variable is only ever compared with values written out: then these and their neighbours are all that matter.
    pub(super) fn is_only_compared(&self, name: &str) -> bool {
        self.uses
            .get(name)
            .is_some_and(|(named, compared)| named == compared)
    }

    fn compared(&mut self, operator: &str, args: &[IdedExpr]) {
        if let ([a, b], true) = (args, COMPARISONS.contains(&operator))
            && let (Expr::Ident(name), Expr::Literal(_)) | (Expr::Literal(_), Expr::Ident(name)) =
                (&a.expr, &b.expr)
        {
            self.uses.entry(name.clone()).or_default().1 += 1;
        }
    }

    fn look(&mut self, expression: &IdedExpr) {
        if let Expr::Call(call) = &expression.expr {
            self.compared(&call.func_name, &call.args);
        }
        match &expression.expr {
            Expr::Ident(name) => {
                self.names.insert(name.clone());
                self.uses.entry(name.clone()).or_default().0 += 1;
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
