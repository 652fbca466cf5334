using System.Globalization;

namespace Sinter.Generator.Infrastructure;

/// <summary>Numbers as text that reads the same on every machine and gives back the same number.</summary>
internal static class NumberText
{
    public static string Invariant(this double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
