//! The type of an expression: every name, function and field in it is looked up, and loops may not go too deep.

use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, operators};

use super::functions::{Argument, FUNCTIONS, Gives, Signature, named};
use super::types::{Scope, Type, Wrong};
use super::value::DOC;
use crate::document::slug::nearest;
use crate::record::DOCUMENT;

/// Most loops inside loops.
const MOST_LOOPS: usize = 2;

/// The type of an expression.
///
/// # Errors
///
/// The first node that names something unknown, or loops that go too deep.
pub(super) fn infer(expression: &IdedExpr, scope: &Scope<'_>) -> Result<Type, Wrong> {
    let mut inner = Scope {
        names: scope.names,
        variables: scope.variables.clone(),
        records: scope.records.clone(),
        elements: scope.elements.clone(),
    };
    node(expression, &mut inner, 0)
}

/// As [`infer`], keeping the types that the expression met, for a value that later expressions use by name.
///
/// # Errors
///
/// As [`infer`].
pub(super) fn infer_binding(expression: &IdedExpr, scope: &mut Scope<'_>) -> Result<Type, Wrong> {
    let before = scope.variables.clone();
    let kind = node(expression, scope, 0);
    scope.variables = before;
    kind
}

fn wrong(id: u64, message: String, help: impl Into<Option<String>>) -> Wrong {
    Wrong { id, message, label: "not known".to_owned(), help: help.into() }
}

fn suggestion<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> String {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known: {}", known.join(", ")),
    }
}

fn node(expression: &IdedExpr, scope: &mut Scope<'_>, loops: usize) -> Result<Type, Wrong> {
    Ok(match &expression.expr {
        Expr::Literal(literal) => match literal {
            LiteralValue::Boolean(_) => Type::Bool,
            LiteralValue::Int(_) | LiteralValue::UInt(_) => Type::Int,
            LiteralValue::Double(_) => Type::Number,
            LiteralValue::String(_) => Type::Text,
            LiteralValue::Bytes(_) | LiteralValue::Null => Type::Any,
        },
        Expr::Ident(name) => {
            let Some(kind) = scope.variables.get(name) else {
                let known = scope.variables.keys().map(String::as_str).filter(|name| !name.starts_with('@'));
                let help = suggestion(name, known);
                return Err(wrong(expression.id, format!("unknown name `{name}`"), help));
            };
            *kind
        }
        Expr::Select(select) => {
            let operand = node(&select.operand, scope, loops)?;
            let kind = field(expression.id, operand, &select.field, scope)?;
            if select.test { Type::Bool } else { kind }
        }
        Expr::List(list) => {
            let mut kinds = Vec::new();
            for element in &list.elements {
                kinds.push(node(element, scope, loops)?);
            }
            let of = kinds.first().copied().filter(|first| kinds.iter().all(|kind| kind == first));
            scope.list(of.unwrap_or(Type::Any))
        }
        Expr::Call(call) => return call_type(expression.id, call, scope, loops),
        Expr::Comprehension(comprehension) => return loop_type(expression.id, comprehension, scope, loops),
        Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
            return Err(wrong(expression.id, "maps and structures are of no use here".to_owned(), None));
        }
    })
}

fn field(id: u64, operand: Type, field: &str, scope: &mut Scope<'_>) -> Result<Type, Wrong> {
    match operand {
        Type::Any => Ok(Type::Any),
        Type::Period if matches!(field, "start" | "end") => Ok(Type::Date),
        Type::Record(index) => {
            let names = scope.records[index].clone();
            let found: Vec<Type> = names.iter().filter_map(|name| scope.column(name, field)).collect();
            if let Some(first) = found.first() {
                return Ok(*first);
            }
            let columns = names.iter().filter_map(|name| scope.names.record(name));
            let mut known: Vec<String> = columns
                .flat_map(|found| found.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>())
                .collect();
            known.push(DOC.to_owned());
            let help = suggestion(field, known.iter().map(String::as_str));
            Err(wrong(id, format!("`{}` has no `{field}`", names.join("` or `")), help))
        }
        other => Err(wrong(id, format!("{} has no `{field}`", name_of(other)), None)),
    }
}

fn name_of(kind: Type) -> &'static str {
    match kind {
        Type::Any => "this",
        Type::Bool => "true or false",
        Type::Int | Type::Number => "a number",
        Type::Text => "a text",
        Type::Date => "a day",
        Type::Period => "a period",
        Type::Duration => "a length of time",
        Type::Interval => "an interval",
        Type::Hours => "service hours",
        Type::Version => "a version",
        Type::People => "a person",
        Type::Record(_) => "a record",
        Type::List(_) => "a list",
    }
}

fn call_type(id: u64, call: &CallExpr, scope: &mut Scope<'_>, loops: usize) -> Result<Type, Wrong> {
    let arguments: Vec<&IdedExpr> = call.target.iter().map(AsRef::as_ref).chain(&call.args).collect();
    if let Some(signature) = named(&call.func_name) {
        return function_type(id, signature, &arguments, scope, loops);
    }
    let mut kinds = Vec::new();
    for argument in &arguments {
        kinds.push(node(argument, scope, loops)?);
    }
    let kind = |index: usize| kinds.get(index).copied().unwrap_or(Type::Any);
    Ok(match call.func_name.as_str() {
        operators::CONDITIONAL => {
            if kind(1) == kind(2) {
                kind(1)
            } else {
                Type::Any
            }
        }
        operators::ADD | operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE | operators::MODULO => {
            match (kind(0), kind(1)) {
                (Type::Date, Type::Date) => Type::Int,
                (Type::Any, Type::List(_)) => kind(1),
                (first, _) => first,
            }
        }
        operators::INDEX => scope.element(kind(0)),
        operators::NEGATE => kind(0),
        name if is_comparison(name) => {
            comparable(id, kind(0), kind(1))?;
            same_form(id, name, kind(0), kind(1))?;
            Type::Bool
        }
        operators::LOGICAL_AND | operators::LOGICAL_OR | operators::LOGICAL_NOT => {
            if let Some(other) = kinds.iter().find(|kind| !matches!(kind, Type::Bool | Type::Any)) {
                let message = format!("{} is neither true nor false", name_of(*other));
                let help = Some("compare it with something".to_owned());
                return Err(Wrong { id, message, label: "no condition".to_owned(), help });
            }
            Type::Bool
        }
        operators::IN | operators::NOT_STRICTLY_FALSE | "contains" | "startsWith" | "endsWith" => Type::Bool,
        "size" | "int" => Type::Int,
        "double" => Type::Number,
        other => {
            let known = FUNCTIONS.iter().map(|signature| signature.name);
            let more = [
                "size",
                "contains",
                "startsWith",
                "endsWith",
                "double",
                "int",
                "has",
                "all",
                "exists",
                "exists_one",
                "map",
                "filter",
            ];
            let help = suggestion(other, known.chain(more));
            return Err(wrong(id, format!("unknown function `{other}`"), help));
        }
    })
}

fn is_comparison(name: &str) -> bool {
    [
        operators::EQUALS,
        operators::NOT_EQUALS,
        operators::LESS,
        operators::LESS_EQUALS,
        operators::GREATER,
        operators::GREATER_EQUALS,
    ]
    .contains(&name)
}

/// Values of two types that are never equal are compared by mistake.
fn comparable(id: u64, first: Type, second: Type) -> Result<(), Wrong> {
    let class = |kind: Type| match kind {
        Type::Int | Type::Number => Type::Number,
        Type::List(_) => Type::List(0),
        // A reference compares with what it is written as.
        Type::Record(_) => Type::Text,
        other => other,
    };
    let (one, two) = (class(first), class(second));
    if one == two || one == Type::Any || two == Type::Any {
        return Ok(());
    }
    let message = format!("{} is compared with {}", name_of(first), name_of(second));
    Err(Wrong { id, message, label: "never holds".to_owned(), help: None })
}

/// What the language compares in a way that would mislead: a text with a reference behind it, and lengths of time for equality,
/// which says "no" where the clocks differ.
fn same_form(id: u64, operator: &str, first: Type, second: Type) -> Result<(), Wrong> {
    if matches!((first, second), (Type::Text, Type::Record(_))) {
        let help = Some("write the reference first".to_owned());
        let message = "a text is compared with a reference".to_owned();
        return Err(Wrong { id, message, label: "never holds".to_owned(), help });
    }
    let is_equality = [operators::EQUALS, operators::NOT_EQUALS].contains(&operator);
    if is_equality && first == Type::Duration && second == Type::Duration {
        let help = Some("compare with `<=` and `>=`, which tell different clocks apart".to_owned());
        let message = "lengths of time are compared for equality".to_owned();
        return Err(Wrong { id, message, label: "clocks may differ".to_owned(), help });
    }
    Ok(())
}

fn function_type(
    id: u64,
    signature: &Signature,
    arguments: &[&IdedExpr],
    scope: &mut Scope<'_>,
    loops: usize,
) -> Result<Type, Wrong> {
    let name = signature.name;
    if arguments.len() != signature.arguments.len() {
        let message = format!("`{name}` takes {} arguments, not {}", signature.arguments.len(), arguments.len());
        return Err(Wrong { id, message, label: "another number of arguments".to_owned(), help: None });
    }
    let mut record = None;
    let mut item = Type::Any;
    for (argument, wanted) in arguments.iter().zip(signature.arguments) {
        match wanted {
            Argument::Record | Argument::Column | Argument::Kind => {
                let Expr::Literal(LiteralValue::String(text)) = &argument.expr else {
                    let message = format!("the first arguments of `{name}` are names, written out in quotes");
                    return Err(wrong(argument.id, message, None));
                };
                let text = text.inner();
                known_name(argument.id, *wanted, text, record.as_deref(), scope)?;
                if *wanted == Argument::Record {
                    record = Some(text.to_owned());
                }
            }
            Argument::Of(wanted) => {
                let kind = node(argument, scope, loops)?;
                let is_number = matches!((kind, wanted), (Type::Int, Type::Number));
                if kind != *wanted && kind != Type::Any && !is_number {
                    let wanted = if *wanted == Type::Int { "a whole number" } else { name_of(*wanted) };
                    let message = format!("`{name}` takes {wanted}, not {}", name_of(kind));
                    return Err(Wrong { id: argument.id, message, label: "of another type".to_owned(), help: None });
                }
            }
            Argument::Many => {
                let kind = node(argument, scope, loops)?;
                item = scope.element(kind);
            }
            Argument::Any => {
                node(argument, scope, loops)?;
            }
        }
    }
    Ok(match signature.gives {
        Gives::Of(kind) => kind,
        Gives::Item => item,
        Gives::Record => scope.record(&record.unwrap_or_default()),
        Gives::Records => {
            let of = scope.record(&record.unwrap_or_default());
            scope.list(of)
        }
        Gives::Several(kind) => scope.list(kind),
        Gives::Documents => {
            let of = scope.record(DOCUMENT);
            scope.list(of)
        }
    })
}

fn known_name(id: u64, wanted: Argument, text: &str, record: Option<&str>, scope: &Scope<'_>) -> Result<(), Wrong> {
    let names = scope.names;
    match wanted {
        Argument::Record if names.record(text).is_none() => {
            Err(wrong(id, format!("unknown kind of record `{text}`"), suggestion(text, names.record_names())))
        }
        Argument::Kind if !names.kinds.contains_key(text) => {
            let help = suggestion(text, names.kinds.keys().map(String::as_str));
            Err(wrong(id, format!("unknown kind of document `{text}`"), help))
        }
        Argument::Column => {
            let definition = record.and_then(|record| names.record(record));
            let columns =
                definition.map(|found| found.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>());
            let columns = columns.unwrap_or_default();
            if columns.iter().any(|column| column == text) {
                return Ok(());
            }
            let help = suggestion(text, columns.iter().map(String::as_str));
            Err(wrong(id, format!("`{}` has no column `{text}`", record.unwrap_or_default()), help))
        }
        _ => Ok(()),
    }
}

/// The type of what `all`, `exists`, `filter` and `map` come to.
fn loop_type(id: u64, comprehension: &ComprehensionExpr, scope: &mut Scope<'_>, loops: usize) -> Result<Type, Wrong> {
    if loops >= MOST_LOOPS {
        let message = format!("more than {MOST_LOOPS} loops inside each other");
        let help = Some("name a part of it under `let`, or use `naming` instead of a loop over all records".to_owned());
        return Err(Wrong { id, message, label: "could run away".to_owned(), help });
    }
    let range = node(&comprehension.iter_range, scope, loops)?;
    let element = scope.element(range);
    let start = node(&comprehension.accu_init, scope, loops)?;
    let outside = scope.variables.clone();
    scope.add(&comprehension.iter_var, element);
    let accumulator = if matches!(start, Type::List(_)) { Type::Any } else { start };
    scope.add(&comprehension.accu_var, accumulator);
    node(&comprehension.loop_cond, scope, loops + 1)?;
    let step = node(&comprehension.loop_step, scope, loops + 1)?;
    let result = node(&comprehension.result, scope, loops)?;
    scope.variables = outside;
    Ok(match start {
        // `filter` keeps or adds, so that its step is one of both: what is added tells the type.
        Type::List(_) => match step {
            Type::List(_) => step,
            _ => added(&comprehension.loop_step, element, scope),
        },
        _ => result,
    })
}

/// The list that `filter` comes to: it adds the element itself.
fn added(step: &IdedExpr, element: Type, scope: &mut Scope<'_>) -> Type {
    match &step.expr {
        Expr::Call(call) if call.func_name == operators::CONDITIONAL => scope.list(element),
        _ => Type::Any,
    }
}
