namespace Sinter.Runtime;

/// <summary>Where an early stopping is: what a checkpoint says of it beside the best weights.</summary>
internal readonly record struct StoppingPosition(double Best, long BestStep, int Waited)
{
    /// <summary>Before the first report.</summary>
    public static StoppingPosition None { get; } = new(double.NaN, 0, 0);
}
