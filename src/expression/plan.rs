//! An expression made ready to be evaluated many times: what the parser of the library read, without what only it needs.
//!
//! A rule is asked of every record of a kind. The library evaluates an expression by looking every name up in a chain of maps and by
//! copying every value that it meets (`ARCHITECTURE.md` says what that cost). Here values borrow from the records. The library stays
//! what decides: an expression with a part that is not known here, or a value that is not certain, is evaluated by it, and wherever
//! there is time, in every test, both are done and must agree.

use std::cmp::Ordering;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use cel::common::ast::{ComprehensionExpr, Expr, IdedExpr, LiteralValue, operators};

use super::functions::{Signature, named};
use crate::record::definition::Definition;

/// A part of an expression.
#[derive(Debug)]
pub(super) enum Node {
    Bool(bool),
    Int(i64),
    Number(f64),
    Text(Box<str>),
    Name(Box<str>),
    Field(Box<Node>, Column),
    Has(Box<Node>, Column),
    And(Box<[Node; 2]>),
    Or(Box<[Node; 2]>),
    Not(Box<Node>),
    Choice(Box<[Node; 3]>),
    Equal(Box<[Node; 2]>),
    NotEqual(Box<[Node; 2]>),
    Order(Order, Box<[Node; 2]>),
    Arithmetic(Operator, Box<[Node; 2]>),
    /// `text(x) == ''`
    Blank(Box<Node>),
    /// `folded(x) == folded(y)`
    Alike(Box<[Node; 2]>),
    /// `x in ['a', 'b']`
    OneOf(Box<Node>, Vec<Box<str>>),
    In(Box<[Node; 2]>),
    Index(Box<[Node; 2]>),
    List(Vec<Node>),
    Loop(Box<Loop>),
    Call(&'static Signature, Arguments),
    Standard(Standard, Arguments),
}

/// What a function is called with.
#[derive(Debug)]
pub(super) struct Arguments {
    pub(super) parts: Vec<Node>,
    /// Whether it is called as a method: then what it is called on comes first, and is evaluated last.
    pub(super) is_method: bool,
}

/// The name of a field.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: Box<str>,
    /// The kind of record that was asked the last time, and its index there: nearly always the records are of one kind.
    last: AtomicU64,
}

impl Column {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.into(), last: AtomicU64::new(0) }
    }

    /// The index of the column in a kind of record; none where it has no such column.
    pub(super) fn index_in(&self, definition: &Definition) -> Option<usize> {
        let last = self.last.load(Relaxed);
        if last >> 32 == u64::from(definition.serial) {
            return usize::try_from(last & u64::from(u32::MAX)).ok();
        }
        let index = definition.column(&self.name)?;
        self.last.store(u64::from(definition.serial) << 32 | index as u64, Relaxed);
        Some(index)
    }
}

/// Which comparisons hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order(fn(Ordering) -> bool);

impl Order {
    pub(super) fn holds(self, found: Ordering) -> bool {
        self.0(found)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// What is asked of the values of a list.
#[derive(Debug)]
pub(super) struct Loop {
    pub(super) kind: LoopKind,
    pub(super) over: Node,
    pub(super) name: Box<str>,
    /// The condition; where values are made of all, there is none.
    pub(super) condition: Option<Node>,
    /// What is made of a value.
    pub(super) item: Option<Node>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoopKind {
    All,
    Exists,
    ExistsOne,
    Gather,
}

/// Functions of the language itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Standard {
    Size,
    Contains,
    StartsWith,
    EndsWith,
    Double,
}

impl Node {
    /// Whether a name that is not that of a loop around it fits.
    pub(super) fn uses(&self, is_it: &dyn Fn(&str) -> bool) -> bool {
        let any = |parts: &[Self]| parts.iter().any(|part| part.uses(is_it));
        match self {
            Self::Bool(_) | Self::Int(_) | Self::Number(_) | Self::Text(_) => false,
            Self::Name(name) => is_it(name),
            Self::Field(of, _) | Self::Has(of, _) | Self::Not(of) | Self::Blank(of) | Self::OneOf(of, _) => {
                of.uses(is_it)
            }
            Self::And(both)
            | Self::Or(both)
            | Self::Equal(both)
            | Self::NotEqual(both)
            | Self::Order(_, both)
            | Self::Arithmetic(_, both)
            | Self::Alike(both)
            | Self::In(both)
            | Self::Index(both) => any(&both[..]),
            Self::Choice(parts) => any(&parts[..]),
            Self::List(parts) => any(parts),
            Self::Call(_, arguments) | Self::Standard(_, arguments) => any(&arguments.parts),
            Self::Loop(one) => {
                let is_outer = |name: &str| *name != *one.name && is_it(name);
                let inner = one.condition.iter().chain(&one.item).any(|part| part.uses(&is_outer));
                inner || one.over.uses(is_it)
            }
        }
    }
}

/// Makes an expression ready; none where a part of it is not known here.
pub(super) fn plan(expression: &IdedExpr) -> Option<Node> {
    Some(match &expression.expr {
        Expr::Literal(literal) => match literal {
            LiteralValue::Boolean(flag) => Node::Bool(*flag.inner()),
            LiteralValue::Int(number) => Node::Int(*number.inner()),
            LiteralValue::Double(number) => Node::Number(*number.inner()),
            LiteralValue::String(text) => Node::Text(text.inner().into()),
            LiteralValue::UInt(_) | LiteralValue::Bytes(_) | LiteralValue::Null => return None,
        },
        Expr::Ident(name) => Node::Name(name.as_str().into()),
        Expr::Select(select) => {
            let operand = Box::new(plan(&select.operand)?);
            let column = Column::new(&select.field);
            if select.test { Node::Has(operand, column) } else { Node::Field(operand, column) }
        }
        Expr::List(list) if list.optional_indices.is_empty() => Node::List(plans(&list.elements)?),
        Expr::Call(call) => {
            let arguments: Vec<&IdedExpr> = call.target.iter().map(AsRef::as_ref).chain(&call.args).collect();
            return called(&call.func_name, &arguments, call.target.is_some());
        }
        Expr::Comprehension(comprehension) => Node::Loop(Box::new(looped(comprehension)?)),
        Expr::List(_) | Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => return None,
    })
}

fn plans<'e>(expressions: impl IntoIterator<Item = &'e IdedExpr>) -> Option<Vec<Node>> {
    expressions.into_iter().map(plan).collect()
}

fn called(name: &str, arguments: &[&IdedExpr], is_method: bool) -> Option<Node> {
    let all = || Some(Arguments { parts: plans(arguments.iter().copied())?, is_method });
    if let Some(signature) = named(name) {
        return Some(Node::Call(signature, all()?));
    }
    let standard = match name {
        "size" => Some(Standard::Size),
        "contains" => Some(Standard::Contains),
        "startsWith" => Some(Standard::StartsWith),
        "endsWith" => Some(Standard::EndsWith),
        "double" => Some(Standard::Double),
        _ => None,
    };
    if let Some(standard) = standard {
        return Some(Node::Standard(standard, all()?));
    }
    match arguments {
        [one] if name == operators::LOGICAL_NOT => Some(Node::Not(Box::new(plan(one)?))),
        [one, two] if name == operators::IN && texts(two).is_some() => {
            Some(Node::OneOf(Box::new(plan(one)?), texts(two)?))
        }
        [one, two] => {
            let both = Box::new([plan(one)?, plan(two)?]);
            Some(match name {
                operators::LOGICAL_AND => Node::And(both),
                operators::LOGICAL_OR => Node::Or(both),
                operators::EQUALS => equal(both),
                operators::NOT_EQUALS => match equal(both) {
                    Node::Equal(both) => Node::NotEqual(both),
                    other => Node::Not(Box::new(other)),
                },
                operators::LESS => Node::Order(Order(Ordering::is_lt), both),
                operators::LESS_EQUALS => Node::Order(Order(Ordering::is_le), both),
                operators::GREATER => Node::Order(Order(Ordering::is_gt), both),
                operators::GREATER_EQUALS => Node::Order(Order(Ordering::is_ge), both),
                operators::ADD => Node::Arithmetic(Operator::Add, both),
                operators::SUBSTRACT => Node::Arithmetic(Operator::Subtract, both),
                operators::MULTIPLY => Node::Arithmetic(Operator::Multiply, both),
                operators::DIVIDE => Node::Arithmetic(Operator::Divide, both),
                operators::IN => Node::In(both),
                operators::INDEX => Node::Index(both),
                _ => return None,
            })
        }
        [one, two, three] if name == operators::CONDITIONAL => {
            Some(Node::Choice(Box::new([plan(one)?, plan(two)?, plan(three)?])))
        }
        _ => None,
    }
}

/// An equation. Two that rules ask of most records are told without the texts that they name.
fn equal(mut both: Box<[Node; 2]>) -> Node {
    if matches!(&both[1], Node::Text(text) if text.is_empty())
        && let Some(one) = only_argument(&mut both[0], "text")
    {
        return Node::Blank(Box::new(one));
    }
    let is_folded = |node: &Node| matches!(node, Node::Call(function, arguments) if function.name == "folded" && arguments.parts.len() == 1);
    if both.iter().all(is_folded) {
        let [one, two] = &mut *both;
        if let (Some(one), Some(two)) = (only_argument(one, "folded"), only_argument(two, "folded")) {
            return Node::Alike(Box::new([one, two]));
        }
    }
    Node::Equal(both)
}

/// Takes what a function of one argument is called with; none where it is another one.
fn only_argument(node: &mut Node, name: &str) -> Option<Node> {
    match node {
        Node::Call(function, arguments) if function.name == name && arguments.parts.len() == 1 => arguments.parts.pop(),
        _ => None,
    }
}

/// The texts of a list that has nothing else.
fn texts(list: &IdedExpr) -> Option<Vec<Box<str>>> {
    let Expr::List(list) = &list.expr else { return None };
    let text = |element: &IdedExpr| match &element.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().into()),
        _ => None,
    };
    list.elements.iter().map(text).collect()
}

/// Which of `all`, `exists`, `exists_one`, `map` and `filter` a loop was written as. The parser writes them out as a value that grows
/// step by step: <https://github.com/google/cel-spec/blob/master/doc/langdef.md#macros>.
fn looped(comprehension: &ComprehensionExpr) -> Option<Loop> {
    if comprehension.iter_var2.is_some() {
        return None;
    }
    let so_far = |part: &IdedExpr| matches!(&part.expr, Expr::Ident(name) if *name == comprehension.accu_var);
    let Expr::Call(step) = &comprehension.loop_step.expr else { return None };
    let (kind, condition, item) = match (&comprehension.accu_init.expr, step.func_name.as_str(), step.args.as_slice()) {
        (Expr::Literal(LiteralValue::Boolean(start)), operators::LOGICAL_AND, [accumulated, condition])
            if *start.inner() && so_far(accumulated) =>
        {
            (LoopKind::All, Some(condition), None)
        }
        (Expr::Literal(LiteralValue::Boolean(start)), operators::LOGICAL_OR, [accumulated, condition])
            if !*start.inner() && so_far(accumulated) =>
        {
            (LoopKind::Exists, Some(condition), None)
        }
        (Expr::Literal(LiteralValue::Int(_)), operators::CONDITIONAL, [condition, _, accumulated])
            if so_far(accumulated) =>
        {
            (LoopKind::ExistsOne, Some(condition), None)
        }
        (Expr::List(_), operators::ADD, _) => (LoopKind::Gather, None, Some(appended(&comprehension.loop_step)?)),
        (Expr::List(_), operators::CONDITIONAL, [condition, added, accumulated]) if so_far(accumulated) => {
            (LoopKind::Gather, Some(condition), Some(appended(added)?))
        }
        _ => return None,
    };
    Some(Loop {
        kind,
        over: plan(&comprehension.iter_range)?,
        name: comprehension.iter_var.as_str().into(),
        condition: condition.map(plan).map_or(Some(None), |planned| planned.map(Some))?,
        item: item.map(plan).map_or(Some(None), |planned| planned.map(Some))?,
    })
}

/// What a step adds to a list.
fn appended(step: &IdedExpr) -> Option<&IdedExpr> {
    let Expr::Call(call) = &step.expr else { return None };
    let [_, added] = call.args.as_slice() else { return None };
    match &added.expr {
        Expr::List(list) => list.elements.first().filter(|_| list.elements.len() == 1),
        _ => None,
    }
}
