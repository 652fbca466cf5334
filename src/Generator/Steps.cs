namespace Sinter.Generator;

/// <summary>The names of the generator's steps, for tests of what runs again after an edit.</summary>
internal static class Steps
{
    public const string Declare = "Declare";
    public const string Compile = "Compile";
}
