using System.Text;

namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>The value or values of one attribute. A class without text of its own, since <c>ipsecData</c> holds preshared keys.</summary>
/// <param name="line">Where it stands.</param>
internal sealed class StoreValue(int line)
{
    public int Line => line;

    /// <summary>Bytes, when that is what was exported; erased in the end.</summary>
    public byte[] Bytes { get; set; } = [];

    /// <summary>Texts; one for each value.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>The first text; empty when there is none.</summary>
    public string Text => Texts.Count > 0 ? Texts[0] : "";

    /// <summary>Takes UTF-16 strings with a zero behind each, as a registry keeps several.</summary>
    public void AddTexts(ReadOnlySpan<byte> utf16) =>
        Texts.AddRange(Encoding.Unicode.GetString(utf16).Split('\0', StringSplitOptions.RemoveEmptyEntries));
}
