using System.Globalization;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>Ports from <paramref name="First"/> to <paramref name="Last"/>, both included (RFC 4301 §4.4.1.1).</summary>
/// <remarks>Also ranges of ICMP messages, each as type * 256 + code (RFC 7296 §3.13.1).</remarks>
/// <param name="First">The lowest port.</param>
/// <param name="Last">The highest port.</param>
public readonly record struct PortRange(ushort First, ushort Last)
{
    /// <summary>Every port, and also packets that do not show their ports.</summary>
    public static PortRange Any => new(0, ushort.MaxValue);

    /// <summary>Only packets that do not show their ports; written as RFC 7296 §3.13.1 does: 65535 to 0.</summary>
    public static PortRange Opaque => new(ushort.MaxValue, 0);

    /// <summary>True for <see cref="Any"/>.</summary>
    public bool IsAny => this == Any;

    /// <summary>True for <see cref="Opaque"/>.</summary>
    public bool IsOpaque => this == Opaque;

    /// <summary>One port.</summary>
    public static PortRange Of(ushort port) => new(port, port);

    /// <summary>True when the range takes <paramref name="port"/>.</summary>
    /// <param name="port">The port that the packet shows.</param>
    /// <param name="isShown">False when the packet does not show its ports; <paramref name="port"/> is then ignored.</param>
    public bool Contains(ushort port, bool isShown) =>
        IsAny || (isShown ? port >= First && port <= Last : IsOpaque);

    /// <summary>Reads "any", "opaque", "80" or "1000-2000".</summary>
    /// <returns>False for anything else, also for a range that runs backwards.</returns>
    public static bool TryParse(string? text, out PortRange range)
    {
        switch (text)
        {
            case "any":
                range = Any;
                return true;
            case "opaque":
                range = Opaque;
                return true;
            case null:
                range = default;
                return false;
            default:
                return TryParseNumbers(text, out range);
        }
    }

    /// <summary>The shortest of the forms that <see cref="TryParse"/> reads.</summary>
    public override string ToString()
    {
        if (IsAny)
        {
            return "any";
        }

        if (IsOpaque)
        {
            return "opaque";
        }

        return First == Last
            ? First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
    }

    private static bool TryParseNumbers(string text, out PortRange range)
    {
        range = default;
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        string firstText = dash >= 0 ? text[..dash].Trim() : text;
        string lastText = dash >= 0 ? text[(dash + 1)..].Trim() : text;
        if (!ushort.TryParse(firstText, NumberStyles.None, CultureInfo.InvariantCulture, out ushort first) ||
            !ushort.TryParse(lastText, NumberStyles.None, CultureInfo.InvariantCulture, out ushort last) ||
            first > last)
        {
            return false;
        }

        range = new PortRange(first, last);
        return true;
    }
}
