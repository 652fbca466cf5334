namespace Sinter;

/// <summary>What a parameter is to its layer. The layer says it, not the parameter's name.</summary>
public enum ParameterRole
{
    /// <summary>What inputs are multiplied with: the matrix of a linear layer, the kernel of a convolution.</summary>
    Weight,

    /// <summary>What is added to a layer's outputs.</summary>
    Bias,

    /// <summary>The scale or shift of a normalization.</summary>
    Norm,

    /// <summary>A table of learned rows.</summary>
    Embedding,

    /// <summary>A parameter that the network declares itself (<c>new Parameter(64)</c>).</summary>
    Raw,
}
