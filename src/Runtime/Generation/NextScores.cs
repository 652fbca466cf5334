using System;

namespace Sinter;

/// <summary>Reads tokens behind those that were read before, and gives the unnormalized log-probabilities of what follows the last: any model as a source of tokens.</summary>
/// <param name="tokens">At least one.</param>
/// <param name="scores">Receives [vocabulary].</param>
public delegate void NextScores(ReadOnlySpan<int> tokens, Span<float> scores);
