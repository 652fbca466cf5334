namespace Sinter;

/// <summary>What becomes of the losses of elements or samples.</summary>
public enum Reduction
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Each for itself.</summary>
    None,
}
