namespace Sinter.Generator.GraphIR;

/// <summary>A variance that a state follows, and that exists only for enough values.</summary>
/// <param name="State">Its path.</param>
/// <param name="Count">The values that the variance is taken over.</param>
/// <param name="Least">There must be so many.</param>
internal sealed record SampleBound(string State, Dim Count, int Least);
