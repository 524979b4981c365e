namespace Pipeline.Engine.Configuration.Import.Windows.Blobs;

/// <summary>One way to authenticate that a rule has.</summary>
/// <param name="Type">Its number.</param>
/// <param name="Authority">The name of a CA, for certificates; otherwise empty.</param>
internal sealed record AuthenticationMethod(uint Type, string Authority)
{
    public const uint PresharedKey = 1;

    public const uint Certificate = 3;

    public const uint Kerberos = 5;
}
