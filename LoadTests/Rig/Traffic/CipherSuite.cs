using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Transforms;

namespace Pipeline.LoadTests.Rig.Traffic;

/// <summary>A suite by its algorithms, so that other libraries can be asked for the same.</summary>
/// <param name="Encryption">The encryption algorithm.</param>
/// <param name="Integrity">The integrity algorithm; <c>none</c> beside a combined one.</param>
internal sealed record CipherSuite(EncryptionAlgorithm Encryption, IntegrityAlgorithm Integrity)
{
    /// <summary>As configuration writes it.</summary>
    public string Name => Integrity.IsNone ? Encryption.Name : $"{Encryption.Name}+{Integrity.Name}";

    /// <summary>The transform on the kernels that the process has chosen.</summary>
    public PacketTransform Transform => On(KernelChoice.Chosen);

    /// <summary>Finds a suite.</summary>
    /// <param name="name">As configuration writes it, or an alias.</param>
    /// <param name="suite">The suite.</param>
    /// <param name="refusal">Otherwise one sentence.</param>
    public static bool TryFind(string name, out CipherSuite suite, out string refusal)
    {
        suite = null!;
        if (!TransformCatalog.TryParseSuite(name, out EncryptionAlgorithm encryption, out IntegrityAlgorithm integrity))
        {
            refusal = $"'{name}' is no suite; write for example aes128-gcm or aes128-cbc+hmac-sha256-128";
            return false;
        }

        suite = new CipherSuite(encryption, integrity);
        // Legacy suites are measured like others: nobody's traffic is at stake.
        return TransformCatalog.TryEsp(encryption, integrity, allowLegacy: true, out refusal) is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The transform on a set of kernels.</summary>
    public PacketTransform On(KernelSet kernels) =>
        TransformCatalog.TryEsp(Encryption, Integrity, allowLegacy: true, kernels, out string refusal)
        ?? throw new InvalidOperationException(refusal);
}
