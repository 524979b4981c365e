using Pipeline.Crypto;

namespace Pipeline.Engine.Ike.V1.Keys;

/// <summary>The keys of phase 1 (RFC 2409 §5). <see cref="Dispose"/> erases them.</summary>
public sealed class Phase1Keys : IDisposable
{
    /// <summary>SKEYID: authenticates phase 1.</summary>
    public required SecretBytes Skeyid { get; init; }

    /// <summary>SKEYID_d: keys of phase 2 come from it.</summary>
    public required SecretBytes SkeyidD { get; init; }

    /// <summary>SKEYID_a: authenticates messages after phase 1.</summary>
    public required SecretBytes SkeyidA { get; init; }

    /// <summary>SKEYID_e: the key that encrypts messages comes from it.</summary>
    public required SecretBytes SkeyidE { get; init; }

    /// <summary>Erases all of them; again is harmless.</summary>
    public void Dispose()
    {
        Skeyid.Dispose();
        SkeyidD.Dispose();
        SkeyidA.Dispose();
        SkeyidE.Dispose();
    }
}
