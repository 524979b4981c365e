namespace Pipeline.Engine.Configuration.Import.Ipsec;

/// <summary>What stands behind <c>=</c> in ipsec.conf.</summary>
/// <param name="Text">The text, without quotes.</param>
/// <param name="Line">Where it stands.</param>
internal sealed record IpsecValue(string Text, int Line)
{
    /// <summary>Parts with commas between them.</summary>
    public string[] List => Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
