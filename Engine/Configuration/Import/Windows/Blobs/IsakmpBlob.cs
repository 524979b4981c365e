namespace Pipeline.Engine.Configuration.Import.Windows.Blobs;

/// <summary>What <c>ipsecData</c> of an ipsecISAKMPPolicy says: main mode ([MS-GPIPSEC] section 2.2.1.2.1).</summary>
/// <param name="Proposals">Proposals, in our words.</param>
/// <param name="Options">1: map certificates to accounts; 2: send no certificate request.</param>
/// <param name="QuickModeLimit">Quick modes of a main mode; 0: no limit.</param>
/// <param name="LifetimeSeconds">Lifetime of a main mode.</param>
internal sealed record IsakmpBlob(IReadOnlyList<string> Proposals, uint Options, uint QuickModeLimit, uint LifetimeSeconds)
{
    private const int MethodLength = 64;
    private const uint DefaultSeconds = 28_800;

    private static readonly Guid Kind = new("80DC20B8-2EC8-11D1-A89E-00A0248D3021");

    // Values of New-DH and of Random-Function: group 14, which older systems do not know.
    private static readonly string?[] NewGroup = [null, "des-md5-modp2048", "des-sha1-modp2048", "3des-md5-modp2048", "3des-sha1-modp2048"];

    /// <summary>Reads the bytes; null when they are not that.</summary>
    public static IsakmpBlob? Read(ReadOnlySpan<byte> blob)
    {
        var reader = new BlobReader(blob);
        if (!reader.IsKind(Kind))
        {
            return null;
        }

        // Length, the policy's own GUID, a reserved field.
        reader.Bytes(4 + 16 + 4);
        uint masterPfs = reader.Number();
        uint options = reader.Number();
        var proposals = new List<string?>();
        foreach (byte choice in reader.Bytes(4))
        {
            proposals.Add(Choose(choice));
        }

        uint limit = reader.Number();
        uint seconds = reader.Number();
        reader.Bytes(20);
        uint count = reader.Number();
        if (reader.IsShort || count > reader.Rest.Length / MethodLength)
        {
            return null;
        }

        for (; count > 0; count--)
        {
            proposals.Add(ReadMethod(reader.Bytes(MethodLength), ref seconds));
        }

        string[] known = [.. proposals.OfType<string>().Distinct(StringComparer.Ordinal)];
        return new IsakmpBlob(known, options, masterPfs == 1 ? 1 : limit, seconds == 0 ? DefaultSeconds : seconds);
    }

    /// <summary>The 8 bytes that an algorithm has are its number and the length of its key, whatever stands there: only the former counts.</summary>
    private static string? ReadMethod(ReadOnlySpan<byte> method, ref uint seconds)
    {
        var reader = new BlobReader(method);
        reader.Bytes(4);
        uint encryption = reader.Number();
        reader.Bytes(8);
        uint hash = reader.Number();
        reader.Bytes(16);
        byte choice = reader.One();
        reader.Bytes(7);
        uint group = reader.Number();
        reader.Bytes(8);
        uint lifetime = reader.Number();
        seconds = seconds == 0 ? lifetime : seconds;
        string? cipher = encryption switch { 1 => "des", 2 or 3 => "3des", _ => null };
        string? digest = hash switch { 1 => "md5", 2 => "sha1", _ => null };
        string? named = group switch { 1 => "modp768", 2 => "modp1024", 0x10000001 => "modp2048", _ => null };
        return Choose(choice) ?? (cipher is null || digest is null || named is null ? null : $"{cipher}-{digest}-{named}");
    }

    private static string? Choose(byte choice) => choice < NewGroup.Length ? NewGroup[choice] : null;
}
