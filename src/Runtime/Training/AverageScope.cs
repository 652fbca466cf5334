using System;

namespace Sinter;

/// <summary>While it lives, a model has the average of its weights; see <see cref="Trainer.UseAverage"/>.</summary>
public readonly struct AverageScope : IDisposable
{
    readonly Trainer? trainer;

    internal AverageScope(Trainer trainer) => this.trainer = trainer;

    /// <summary>Gives the model its own weights back. Once is enough; more does nothing.</summary>
    public void Dispose() => trainer?.EndAverage();
}
