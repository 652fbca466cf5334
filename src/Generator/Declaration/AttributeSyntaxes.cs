using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Declaration.Evaluation;

namespace Sinter.Generator.Declaration;

/// <summary>Where the arguments of an attribute stand.</summary>
internal static class AttributeSyntaxes
{
    public static Location Argument(AttributeData attribute, int position) =>
        attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: var arguments } && position < arguments.Count
            ? arguments[position].Expression.GetLocation()
            : attribute.Location();

    public static Location Named(AttributeData attribute, string name) =>
        (attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments
            .FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name)?.Expression.GetLocation() ?? attribute.Location();
}
