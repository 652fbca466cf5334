using System.Collections.Generic;
using Sinter.Generator.Diagnostics;

namespace Sinter.Generator.Declaration;

/// <summary>A traced network: what the generator caches on, and what the analyzer reports.</summary>
internal sealed record TraceResult(ModelDeclaration Model, IReadOnlyList<Finding> Findings);
