using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Sinter.Generator.Diagnostics;

/// <summary>A mistake in a model and the expression that it stands at. The analyzer turns it into a diagnostic.</summary>
internal sealed record Finding(DiagnosticDescriptor Descriptor, Location Location, IReadOnlyList<Location> Related, IReadOnlyList<string> Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location, Related, [.. Arguments.Cast<object>()]);
}
