using Pipeline.Crypto;
using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Identities;

namespace Pipeline.Engine.Ike.V2.Initial;

/// <summary>What IKE_SA_INIT has agreed on: the keys are there, who the other one is nobody knows yet.</summary>
internal sealed record InitialSa
{
    /// <summary>Suite, keys, SPIs.</summary>
    internal required IkeSaParameters Sa { get; init; }

    /// <summary>The request as it was on the wire: AUTH of the initiator covers it.</summary>
    internal required Octets Request { get; init; }

    /// <summary>The response as it was on the wire: AUTH of the responder covers it.</summary>
    internal required Octets Response { get; init; }

    /// <summary>Ni.</summary>
    internal required Octets InitiatorNonce { get; init; }

    /// <summary>Nr.</summary>
    internal required Octets ResponderNonce { get; init; }

    /// <summary>The hash functions that the peer announced.</summary>
    internal required IReadOnlyCollection<SignatureHash> PeerHashes { get; init; }

    /// <summary>True when the peer allows an IKE SA without a first child (RFC 6023).</summary>
    internal bool PeerAllowsChildless { get; init; }

    /// <summary>What our AUTH is made over.</summary>
    /// <param name="id">Our ID payload.</param>
    /// <param name="means">For the time.</param>
    internal ProofContext OurContext(IdPayload id, IkeMeans means) => Context(Sa.IsInitiator, id, PeerHashes, means);

    /// <summary>What the peer's AUTH must be made over.</summary>
    /// <param name="id">Its ID payload, as it came.</param>
    /// <param name="means">For the time.</param>
    internal ProofContext PeerContext(IdPayload id, IkeMeans means) => Context(!Sa.IsInitiator, id, [.. SignatureCatalog.Hashes], means);

    private ProofContext Context(bool ofInitiator, IdPayload id, IReadOnlyCollection<SignatureHash> hashes, IkeMeans means)
    {
        SecretBytes skP = ofInitiator ? Sa.Keys.SkPi : Sa.Keys.SkPr;
        byte[] octets = SignedOctets.Write(
            Sa.Suite.Prf, skP, ofInitiator ? Request : Response, ofInitiator ? ResponderNonce : InitiatorNonce, id.Body);
        return new ProofContext(Sa.Suite.Prf, octets, hashes, means.Now);
    }
}
