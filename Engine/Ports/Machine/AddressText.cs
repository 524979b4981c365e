using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ports.Machine;

/// <summary>Addresses as system files write them.</summary>
internal static class AddressText
{
    /// <summary>Reads one; a scope (<c>%eth0</c>) is left out.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        int scope = text.IndexOf('%');
        return IpAddress.TryParse((scope < 0 ? text : text[..scope]).ToString(), out address);
    }

    /// <summary>All addresses in a text, whatever separates them; a tag before a colon (<c>eth0:10.0.0.1</c>) is left out.</summary>
    public static IEnumerable<IpAddress> All(string text)
    {
        foreach (string word in text.Split([' ', '\t', ',', ';', '"'], StringSplitOptions.RemoveEmptyEntries))
        {
            int tag = word.Count(':') == 1 ? word.IndexOf(':', StringComparison.Ordinal) + 1 : 0;
            if (TryParse(word.AsSpan(tag), out IpAddress address))
            {
                yield return address;
            }
        }
    }
}
