namespace Sinter.Runtime;

/// <summary>Memory that a tile asks for while it computes, because what follows reads it: a line in each step. Without a first address, none.</summary>
internal unsafe struct Ahead
{
    /// <summary>Where it begins.</summary>
    public float* From { readonly get; set; }

    /// <summary>Elements from one step's line to the next: less than a line's, where several steps share one.</summary>
    public nint Step { readonly get; set; }
}
