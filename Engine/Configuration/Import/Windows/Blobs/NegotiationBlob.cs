namespace Pipeline.Engine.Configuration.Import.Windows.Blobs;

/// <summary>What <c>ipsecData</c> of an ipsecNegotiationPolicy says: its offers ([MS-GPIPSEC] section 2.2.1.4.1).</summary>
/// <param name="Offers">The offers, the preferred one first.</param>
internal sealed record NegotiationBlob(IReadOnlyList<Offer> Offers)
{
    private const int OfferLength = 80;
    private const int AlgorithmLength = 20;
    private const int MostAlgorithms = 3;

    private static readonly Guid Kind = new("80DC20B9-2EC8-11D1-A89E-00A0248D3021");

    /// <summary>Reads the bytes; null when they are not that.</summary>
    public static NegotiationBlob? Read(ReadOnlySpan<byte> blob)
    {
        var reader = new BlobReader(blob);
        if (!reader.IsKind(Kind))
        {
            return null;
        }

        reader.Number();
        uint count = reader.Number();
        if (reader.IsShort || count > reader.Rest.Length / OfferLength)
        {
            return null;
        }

        var offers = new List<Offer>();
        for (; count > 0; count--)
        {
            offers.Add(ReadOffer(reader.Bytes(OfferLength)));
        }

        return new NegotiationBlob(offers);
    }

    private static Offer ReadOffer(ReadOnlySpan<byte> bytes)
    {
        var reader = new BlobReader(bytes);
        uint seconds = reader.Number();
        uint kilobytes = reader.Number();
        reader.Bytes(8);
        uint count = reader.Number();
        string? ah = null;
        string? esp = null;
        bool isKnown = count <= MostAlgorithms;
        for (uint index = 0; index < Math.Min(count, MostAlgorithms); index++)
        {
            var algorithm = new BlobReader(reader.Bytes(AlgorithmLength));
            (uint id, uint integrity, uint type) = (algorithm.Number(), algorithm.Number(), algorithm.Number());
            ah = type == 1 ? id switch { 1 => "md5", 2 => "sha1", _ => null } : ah;
            esp = type == 2 ? Esp(id, integrity) : esp;
            isKnown &= type is 1 or 2 && (type == 1 ? ah : esp) is not null;
        }

        return new Offer(isKnown ? ah : null, isKnown ? esp : null, seconds, kilobytes, IsClear: count == 0);
    }

    private static string? Esp(uint encryption, uint integrity)
    {
        string? cipher = encryption switch { 1 => "null", 2 => "des", 3 => "3des", _ => null };
        string? hash = integrity switch { 0 => "", 1 => "-md5", 2 => "-sha1", _ => null };
        return cipher is null || hash is null ? null : cipher + hash;
    }
}
