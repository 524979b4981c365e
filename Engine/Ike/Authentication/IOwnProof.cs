using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;

namespace Pipeline.Engine.Ike.Authentication;

/// <summary>One way to prove who we are (RFC 7296 §2.15). A new method is a new file that implements this.</summary>
public interface IOwnProof
{
    /// <summary>What it is, for people: never a secret.</summary>
    string Name { get; }

    /// <summary>The same, with what makes it worthless at a time: a certificate that has expired.</summary>
    /// <param name="at">The time.</param>
    string NameAt(DateTimeOffset at) => Name;

    /// <summary>CERT payloads to send in front of AUTH; none for methods without certificates.</summary>
    /// <param name="requests">The CERTREQ payloads of the peer: hints (RFC 7296 §3.7).</param>
    IReadOnlyList<IkePayload> Certificates(IReadOnlyList<CertRequestPayload> requests);

    /// <summary>Makes the AUTH payload.</summary>
    /// <returns>Null when the peer knows no algorithm that our credential could use.</returns>
    AuthPayload? TryProve(ProofContext context);

    /// <summary>True when the other one proves the same by the same credential, though it was read at another time.</summary>
    bool IsSameAs(IOwnProof other);

    /// <summary>True when it needs this secret, which then must not be erased.</summary>
    /// <param name="credential">The very object.</param>
    bool Uses(IDisposable credential);
}
