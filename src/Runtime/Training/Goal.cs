namespace Sinter;

/// <summary>Which values of a metric are better.</summary>
public enum Goal
{
    /// <summary>Smaller ones: a loss.</summary>
    Minimize,

    /// <summary>Larger ones: an accuracy.</summary>
    Maximize,
}

internal static class Goals
{
    /// <summary>Whether a metric is better than the best so far by more than a difference. NaN is never better; what is a number is better than NaN.</summary>
    public static bool IsBetter(this Goal goal, double metric, double best, double difference = 0) =>
        double.IsNaN(best) ? !double.IsNaN(metric) : goal == Goal.Minimize ? metric < best - difference : metric > best + difference;
}
