using Pipeline.Crypto;

namespace Pipeline.Engine.Ike.V2;

/// <summary>The keys of a pair of Child SAs (RFC 7296 §2.17). <see cref="Dispose"/> erases them.</summary>
/// <remarks>"Initiator" is who began the exchange that made the pair, which need not be the initiator of the IKE SA.</remarks>
public sealed class ChildSaKeys : IDisposable
{
    /// <summary>Encryption, packets of the initiator; salt at the end, empty for AH.</summary>
    public required SecretBytes InitiatorEncryption { get; init; }

    /// <summary>Integrity, packets of the initiator; empty with a combined algorithm.</summary>
    public required SecretBytes InitiatorIntegrity { get; init; }

    /// <summary>Encryption, packets of the responder; salt at the end, empty for AH.</summary>
    public required SecretBytes ResponderEncryption { get; init; }

    /// <summary>Integrity, packets of the responder; empty with a combined algorithm.</summary>
    public required SecretBytes ResponderIntegrity { get; init; }

    /// <summary>Erases all of them; again is harmless.</summary>
    public void Dispose()
    {
        InitiatorEncryption.Dispose();
        InitiatorIntegrity.Dispose();
        ResponderEncryption.Dispose();
        ResponderIntegrity.Dispose();
    }
}
