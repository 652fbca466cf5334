namespace Sinter.Generator.GraphIR;

/// <summary>Each element of the input is from 0 to the bound, exclusive, or the exempt number.</summary>
internal sealed record IndexBound(string Input, Dim Bound, int? Exempt = null);
