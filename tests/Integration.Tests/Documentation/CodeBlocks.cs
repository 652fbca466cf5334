using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Sinter.Integration.Tests.Documentation;

/// <summary>The fenced blocks of a Markdown page.</summary>
internal static class CodeBlocks
{
    /// <summary>The blocks of a language, in order.</summary>
    public static IReadOnlyList<string> Of(string page, string language) =>
        [.. Regex.Matches(page, $"^```{language}\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(match => match.Groups[1].Value)];

    /// <summary>The page with the block after the comment <c>&lt;!-- stage: name --&gt;</c> replaced.</summary>
    public static string Replace(string page, string stage, string content) =>
        new Regex($"(<!-- stage: {stage} -->\n```[a-z]+\n).*?(^```$)", RegexOptions.Multiline | RegexOptions.Singleline)
            .Replace(page, match => match.Groups[1].Value + content.TrimEnd('\n') + "\n" + match.Groups[2].Value);
}
