namespace Sinter.Generator.Layers;

/// <summary>What a parameter is to its layer; the runtime's enum of the same name says it to optimizers.</summary>
internal enum ParameterRole
{
    Weight,
    Bias,

    /// <summary>The scale or shift of a normalization.</summary>
    Norm,
    Embedding,

    /// <summary>Declared by the network itself.</summary>
    Raw,
}
