using System;

namespace Sinter.Generator.GraphIR;

/// <summary>
/// A user's operands do not fit an op: the reason, as the user will read it after the op's name ("inner dimensions differ: [N, 3] × [4, 5].").
/// The tracer turns it into a diagnostic at the expression.
/// </summary>
internal sealed class ShapeException(string reason) : Exception(reason);
