//! The types of conditions, told from what is written: bool facts are not compared with texts, and so on.

use std::collections::BTreeMap;

use cel::common::ast::operators as op;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SelectExpr};

use super::names::{Kind, Names};
use super::signatures::{SIGNATURES, STANDARD};
use crate::expression::{FUNCTIONS, VARIABLES};
use crate::pack::finding::{choices, closest};

/// Something wrong inside an expression.
#[derive(Debug)]
pub(super) struct Wrong {
    /// The part of the expression, as CEL numbers them.
    pub(super) part: u64,
    /// What is wrong with it.
    pub(super) message: String,
    /// What was expected, where that can be said.
    pub(super) expected: Option<String>,
}

/// Everything that is wrong with an expression that should give a value of a type.
pub(super) fn check(expression: &IdedExpr, wanted: &Kind, names: &Names) -> Vec<Wrong> {
    let mut reading = Reading {
        names,
        bound: BTreeMap::new(),
        wrong: Vec::new(),
    };
    reading.fits(expression, wanted);
    reading.wrong
}

struct Reading<'a> {
    names: &'a Names,
    /// Variables that `exists`, `all` and the like bind.
    bound: BTreeMap<String, Kind>,
    wrong: Vec<Wrong>,
}

impl Reading<'_> {
    fn say(&mut self, at: &IdedExpr, message: String, expected: Option<String>) {
        self.wrong.push(Wrong {
            part: at.id,
            message,
            expected,
        });
    }

    /// Each branch of a choice between values is held against the type wanted.
    fn fits(&mut self, expression: &IdedExpr, wanted: &Kind) {
        if let Expr::Call(call) = &expression.expr
            && call.func_name == op::CONDITIONAL
            && let [condition, yes, no] = call.args.as_slice()
        {
            self.truth(condition);
            self.fits(yes, wanted);
            self.fits(no, wanted);
            return;
        }
        let found = self.kind(expression);
        if !found.matches(wanted) {
            let message = format!("{} gives {}", label(expression), found.in_words());
            self.say(expression, message, Some(wanted.counterpart()));
        }
    }

    fn truth(&mut self, expression: &IdedExpr) {
        let found = self.kind(expression);
        if !found.matches(&Kind::Bool) {
            let message = format!("{} is {}", label(expression), found.in_words());
            self.say(expression, message, Some(Kind::Bool.in_words()));
        }
    }

    fn kind(&mut self, expression: &IdedExpr) -> Kind {
        match &expression.expr {
            Expr::Literal(value) => literal(value),
            Expr::Ident(name) => self.ident(expression, name),
            Expr::Select(select) => self.select(expression, select),
            Expr::Call(call) => self.call(expression, call),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            Expr::List(list) => {
                let kinds: Vec<_> = list
                    .elements
                    .iter()
                    .map(|element| self.kind(element))
                    .collect();
                let first = kinds.into_iter().next().unwrap_or(Kind::Any);
                Kind::List(Box::new(first))
            }
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
                self.say(expression, "conditions build no maps".into(), None);
                Kind::Any
            }
        }
    }

    fn ident(&mut self, at: &IdedExpr, name: &str) -> Kind {
        if let Some(kind) = self.bound.get(name) {
            return kind.clone();
        }
        self.names.variable(name).unwrap_or_else(|| {
            let names = self.names;
            let known = || names.facts.keys().map(String::as_str).chain(VARIABLES);
            let expected = match closest(name, known()) {
                Some(meant) => format!("`{meant}`"),
                None => format!("a declared fact or {}", choices(VARIABLES.into_iter())),
            };
            self.say(at, format!("unknown name `{name}`"), Some(expected));
            Kind::Any
        })
    }

    fn select(&mut self, at: &IdedExpr, select: &SelectExpr) -> Kind {
        let operand = self.kind(&select.operand);
        let found = self.field(at, &label(&select.operand), &operand, &select.field);
        if select.test { Kind::Bool } else { found }
    }

    fn field(&mut self, at: &IdedExpr, owner: &str, operand: &Kind, field: &str) -> Kind {
        if *operand == Kind::Any {
            return Kind::Any;
        }
        let fields = self.names.fields(operand);
        if let Some((_, kind)) = fields.iter().find(|(name, _)| *name == field) {
            return kind.clone();
        }
        let names = || fields.iter().map(|(name, _)| *name);
        let (message, expected) = match operand {
            Kind::Fields(_) | Kind::Sibling | Kind::Contact => {
                let expected = closest(field, names())
                    .map_or_else(|| choices(names()), |meant| format!("`{meant}`"));
                (format!("{owner} has no field `{field}`"), Some(expected))
            }
            other => (
                format!("{owner} is {} and has no fields", other.in_words()),
                None,
            ),
        };
        self.say(at, message, expected);
        Kind::Any
    }

    fn call(&mut self, at: &IdedExpr, call: &CallExpr) -> Kind {
        match (call.func_name.as_str(), call.args.as_slice()) {
            (op::LOGICAL_AND | op::LOGICAL_OR, args) => {
                args.iter().for_each(|arg| self.truth(arg));
                Kind::Bool
            }
            (op::LOGICAL_NOT, [arg]) => {
                self.truth(arg);
                Kind::Bool
            }
            (op::NOT_STRICTLY_FALSE, [arg]) => {
                self.kind(arg);
                Kind::Bool
            }
            (op::EQUALS | op::NOT_EQUALS, [left, right]) => self.comparison(left, right, false),
            (op::LESS | op::LESS_EQUALS | op::GREATER | op::GREATER_EQUALS, [left, right]) => {
                self.comparison(left, right, true)
            }
            (op::IN, [left, right]) => self.membership(left, right),
            (op::CONDITIONAL, [condition, yes, no]) => {
                self.truth(condition);
                let (yes, no) = (self.kind(yes), self.kind(no));
                if yes == no { yes } else { Kind::Any }
            }
            (op::INDEX, [list, index]) => self.index(at, list, index),
            (
                op::ADD | op::SUBSTRACT | op::MULTIPLY | op::DIVIDE | op::MODULO | op::NEGATE,
                args,
            ) => self.arithmetic(at, &call.func_name, args),
            (name, args) => self.function(at, name, call.target.as_deref(), args),
        }
    }

    fn comparison(&mut self, left: &IdedExpr, right: &IdedExpr, ordered: bool) -> Kind {
        let (one, two) = (self.kind(left), self.kind(right));
        if !one.matches(&two) {
            let ((subject, wrong), (at, other)) = match &one {
                Kind::Written(_) => ((right, two), (left, one)),
                _ => ((left, one), (right, two)),
            };
            let message = format!(
                "{} is {} and is compared with {}",
                label(subject),
                wrong.in_words(),
                other.in_words()
            );
            self.say(at, message, Some(wrong.counterpart()));
        } else if ordered && !(one.is_ordered() && two.is_ordered()) {
            let message = format!("{} has no order", label(left));
            self.say(left, message, Some("`==` or `!=`".into()));
        }
        Kind::Bool
    }

    fn membership(&mut self, left: &IdedExpr, right: &IdedExpr) -> Kind {
        if let Expr::List(list) = &right.expr {
            for element in &list.elements {
                self.comparison(left, element, false);
            }
            return Kind::Bool;
        }
        match (self.kind(left), self.kind(right)) {
            (Kind::Written(field), of @ (Kind::Fields(_) | Kind::Sibling | Kind::Contact)) => {
                self.field(right, &label(right), &of, &field);
            }
            (one, Kind::List(each)) if !one.matches(&each) => {
                let message = format!(
                    "{} is {}, never in {}",
                    label(left),
                    one.in_words(),
                    label(right)
                );
                self.say(left, message, Some(each.counterpart()));
            }
            (_, Kind::List(_) | Kind::Fields(_) | Kind::Sibling | Kind::Contact | Kind::Any) => {}
            (_, other) => {
                let message = format!("{} is {}", label(right), other.in_words());
                self.say(right, message, Some("a list".into()));
            }
        }
        Kind::Bool
    }

    fn index(&mut self, at: &IdedExpr, list: &IdedExpr, index: &IdedExpr) -> Kind {
        match (self.kind(list), self.kind(index)) {
            (Kind::List(each), Kind::Integer) => *each,
            (of @ (Kind::Fields(_) | Kind::Sibling | Kind::Contact), Kind::Written(field)) => {
                self.field(at, &label(list), &of, &field)
            }
            _ => Kind::Any,
        }
    }

    fn arithmetic(&mut self, at: &IdedExpr, operator: &str, args: &[IdedExpr]) -> Kind {
        let kinds: Vec<_> = args.iter().map(|arg| self.kind(arg)).collect();
        let is_text = |kind: &Kind| {
            matches!(
                kind,
                Kind::Text | Kind::Written(_) | Kind::Choice(_) | Kind::Any
            )
        };
        if kinds.iter().all(|kind| kind.matches(&Kind::Integer)) {
            return Kind::Integer;
        }
        if operator == op::ADD && kinds.iter().all(is_text) {
            return Kind::Text;
        }
        // `filter` and `map` gather what they find in a list.
        if let (op::ADD, [Kind::List(_), gathered @ Kind::List(_)]) = (operator, kinds.as_slice()) {
            return gathered.clone();
        }
        let words: Vec<_> = kinds.iter().map(Kind::in_words).collect();
        let message = format!("cannot reckon with {}", words.join(" and "));
        let expected = "whole numbers; for dates, a function such as `plus_days` or `days_between`";
        self.say(at, message, Some(expected.into()));
        Kind::Any
    }

    fn function(
        &mut self,
        at: &IdedExpr,
        name: &str,
        target: Option<&IdedExpr>,
        args: &[IdedExpr],
    ) -> Kind {
        let given: Vec<&IdedExpr> = target.into_iter().chain(args).collect();
        if let Some((_, takes, gives)) = SIGNATURES.iter().find(|(function, ..)| *function == name)
        {
            if target.is_some() || given.len() != takes.len() {
                let wanted: Vec<_> = takes.iter().map(Kind::in_words).collect();
                let message = format!("`{name}` is not called so");
                self.say(
                    at,
                    message,
                    Some(format!("`{name}(...)` with {}", wanted.join(", "))),
                );
            } else {
                given
                    .iter()
                    .zip(*takes)
                    .for_each(|(arg, wanted)| self.fits(arg, wanted));
            }
            return gives.clone();
        }
        given.iter().for_each(|arg| {
            self.kind(arg);
        });
        if let Some((_, gives)) = STANDARD.iter().find(|(function, _)| *function == name) {
            return gives.clone();
        }
        let known = || {
            FUNCTIONS
                .into_iter()
                .chain(STANDARD.iter().map(|(function, _)| *function))
        };
        let expected = closest(name, known()).map_or_else(
            || choices(FUNCTIONS.into_iter()),
            |meant| format!("`{meant}`"),
        );
        self.say(at, format!("unknown function `{name}`"), Some(expected));
        Kind::Any
    }

    fn comprehension(&mut self, made: &ComprehensionExpr) -> Kind {
        let each = match self.kind(&made.iter_range) {
            Kind::List(each) => *each,
            Kind::Any => Kind::Any,
            other => {
                let message = format!("{} is {}", label(&made.iter_range), other.in_words());
                self.say(
                    &made.iter_range,
                    message,
                    Some("a list such as `siblings`".into()),
                );
                Kind::Any
            }
        };
        let gathered = self.kind(&made.accu_init);
        let outer = self.bound.clone();
        self.bound.insert(made.iter_var.clone(), each);
        if let Some(second) = &made.iter_var2 {
            self.bound.insert(second.clone(), Kind::Any);
        }
        self.bound.insert(made.accu_var.clone(), gathered);
        self.kind(&made.loop_cond);
        self.kind(&made.loop_step);
        let result = self.kind(&made.result);
        self.bound = outer;
        result
    }
}

fn literal(value: &LiteralValue) -> Kind {
    match value {
        LiteralValue::Boolean(_) => Kind::Bool,
        LiteralValue::Int(_) | LiteralValue::UInt(_) => Kind::Integer,
        LiteralValue::String(text) => Kind::Written(text.inner().to_owned()),
        LiteralValue::Null => Kind::Null,
        LiteralValue::Double(_) | LiteralValue::Bytes(_) => Kind::Any,
    }
}

/// A part of an expression as people would name it.
fn label(expression: &IdedExpr) -> String {
    fn plain(expression: &IdedExpr) -> Option<String> {
        match &expression.expr {
            Expr::Ident(name) => Some(name.clone()),
            Expr::Select(select) => Some(format!("{}.{}", plain(&select.operand)?, select.field)),
            Expr::Call(call) if call.func_name.starts_with(|c: char| c.is_ascii_lowercase()) => {
                Some(format!("{}(...)", call.func_name))
            }
            Expr::Literal(LiteralValue::String(text)) => Some(format!("\"{}\"", text.inner())),
            _ => None,
        }
    }
    plain(expression).map_or_else(|| "this part".into(), |name| format!("`{name}`"))
}
