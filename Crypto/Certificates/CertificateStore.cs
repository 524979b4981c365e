namespace Pipeline.Crypto.Certificates;

/// <summary>What is known before a peer sends anything: anchors, intermediate CAs, revocation lists. Immutable.</summary>
/// <remarks>Nothing is ever fetched from the network. A reload makes a new store.</remarks>
public sealed class CertificateStore
{
    /// <summary>Bytes of one hash in a CERTREQ (RFC 7296 §3.7).</summary>
    public const int KeyHashLength = 20;

    private const int MostHashes = 1024;

    private readonly ILookup<DistinguishedName, Certificate> _intermediatesBySubject;
    private readonly Dictionary<DistinguishedName, RevocationList[]> _listsByIssuer;
    private readonly Dictionary<string, Certificate> _anchorsByKeyHash;

    /// <summary>Makes a store.</summary>
    /// <param name="anchors">Certificates that are believed because we say so; mostly roots, but any may be pinned.</param>
    /// <param name="intermediates">CA certificates that peers may forget to send; believed only with a path to an anchor.</param>
    /// <param name="revocationLists">Lists of any CAs; believed only with their CA's signature.</param>
    public CertificateStore(
        IEnumerable<Certificate> anchors, IEnumerable<Certificate> intermediates, IEnumerable<RevocationList> revocationLists)
    {
        Anchors = [.. anchors.Distinct()];
        _intermediatesBySubject = intermediates.Distinct().ToLookup(certificate => certificate.Subject);

        // The newest first: it says what is revoked now.
        _listsByIssuer = revocationLists.GroupBy(list => list.Issuer)
            .ToDictionary(group => group.Key, group => group.OrderByDescending(list => list.ThisUpdate).ToArray());
        _anchorsByKeyHash = Anchors.GroupBy(anchor => Convert.ToHexString(anchor.KeyHash))
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }

    /// <summary>All anchors.</summary>
    public IReadOnlyList<Certificate> Anchors { get; }

    /// <summary>What to write into a CERTREQ of type 4 for these anchors: their hashes, one behind the other.</summary>
    public static byte[] KeyHashes(IEnumerable<Certificate> anchors)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        return [.. anchors.SelectMany(anchor => anchor.KeyHash.ToArray())];
    }

    /// <summary>The anchors that a peer asks for.</summary>
    /// <param name="keyHashes">The body of its CERTREQ behind the encoding, unchecked; what is not a whole hash is passed over.</param>
    /// <returns>Those that we have, in the peer's order; at most 1024 hashes are looked at.</returns>
    public IReadOnlyList<Certificate> AskedFor(ReadOnlySpan<byte> keyHashes)
    {
        var asked = new List<Certificate>();
        for (int index = 0; index < MostHashes && keyHashes.Length >= KeyHashLength; index++)
        {
            if (_anchorsByKeyHash.TryGetValue(Convert.ToHexString(keyHashes[..KeyHashLength]), out Certificate? anchor))
            {
                asked.Add(anchor);
            }

            keyHashes = keyHashes[KeyHashLength..];
        }

        return asked;
    }

    /// <summary>True when the other store has the same anchors and intermediates; revocation lists aside.</summary>
    public bool HasSameCertificates(CertificateStore other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Anchors.ToHashSet().SetEquals(other.Anchors) && AllIntermediates.ToHashSet().SetEquals(other.AllIntermediates);
    }

    /// <summary>True when the other store has the same revocation lists.</summary>
    public bool HasSameRevocationLists(CertificateStore other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return HashesOfLists().SetEquals(other.HashesOfLists());
    }

    private IEnumerable<Certificate> AllIntermediates => _intermediatesBySubject.SelectMany(group => group);

    private HashSet<string> HashesOfLists() =>
        _listsByIssuer.Values.SelectMany(lists => lists).Select(list => list.Fingerprint).ToHashSet(StringComparer.Ordinal);

    /// <summary>Stored intermediates of this name.</summary>
    internal IEnumerable<Certificate> Intermediates(DistinguishedName subject) => _intermediatesBySubject[subject];

    /// <summary>Lists that claim to be of this name, the newest first.</summary>
    internal RevocationList[] RevocationLists(DistinguishedName issuer) => _listsByIssuer.GetValueOrDefault(issuer) ?? [];
}
