using System;
using System.Linq;

namespace Sinter.Generator.Declaration;

/// <summary>A defect of the compiler as one line that a report can hold.</summary>
internal static class InternalFailure
{
    public static string Text(Exception exception)
    {
        var place = (exception.StackTrace ?? "").Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("Sinter.Generator")) ?? "";
        return $"{exception.GetType().Name}: {exception.Message} {place}".TrimEnd();
    }
}
