using System.Globalization;

namespace Pipeline.LoadTests.Rows;

/// <summary>Numbers as people read them: three or four digits that mean something.</summary>
internal static class Figure
{
    /// <summary>What stands for a figure that there is not.</summary>
    public const string None = "-";

    /// <summary>A time, a rate, a ratio.</summary>
    public static string Of(double? value) => value switch
    {
        null or double.NaN => None,
        < 10 => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
        < 1000 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("N0", CultureInfo.InvariantCulture),
    };

    /// <summary>A count.</summary>
    public static string Of(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A figure for a row: rounded so that JSON shows no digits that mean nothing.</summary>
    public static double? Rounded(double? value) => value is null or double.NaN ? null : Math.Round(value.Value, 3);
}
