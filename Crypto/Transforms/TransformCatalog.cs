using System.Collections.Concurrent;
using Pipeline.Crypto.Kernels;

namespace Pipeline.Crypto.Transforms;

/// <summary>Every algorithm that ESP and AH may use, found by name, and the transforms made of them.</summary>
/// <remarks>
/// A new algorithm is one row in <see cref="Encryptions"/> or <see cref="Integrities"/>. Names and aliases ignore case.
/// A transform is made once per combination and shared: <see cref="PacketTransform"/> holds no state.
/// </remarks>
public static class TransformCatalog
{
    private static readonly Dictionary<string, EncryptionAlgorithm> EncryptionsByName =
        Index(EncryptionAlgorithms.All, row => row.Name, row => row.Aliases);

    private static readonly Dictionary<string, IntegrityAlgorithm> IntegritiesByName =
        Index(IntegrityAlgorithms.All, row => row.Name, row => row.Aliases);

    private static readonly ConcurrentDictionary<string, PacketTransform> EspTransforms = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, PacketTransform> AhTransforms = new(StringComparer.Ordinal);

    /// <summary>All encryption algorithms.</summary>
    public static IReadOnlyList<EncryptionAlgorithm> Encryptions => EncryptionAlgorithms.All;

    /// <summary>All integrity algorithms, with <see cref="NoIntegrity"/> among them.</summary>
    public static IReadOnlyList<IntegrityAlgorithm> Integrities => IntegrityAlgorithms.All;

    /// <summary>The row <c>none</c>: what stands beside a combined algorithm.</summary>
    public static IntegrityAlgorithm NoIntegrity => IntegrityAlgorithms.None;

    /// <summary>Finds an encryption algorithm by its name or an alias.</summary>
    /// <returns>False when no algorithm is called that; <paramref name="algorithm"/> is then not usable.</returns>
    public static bool TryFindEncryption(string name, out EncryptionAlgorithm algorithm) =>
        EncryptionsByName.TryGetValue(name, out algorithm!);

    /// <summary>Finds an integrity algorithm by its name or an alias.</summary>
    /// <returns>False when no algorithm is called that; <paramref name="algorithm"/> is then not usable.</returns>
    public static bool TryFindIntegrity(string name, out IntegrityAlgorithm algorithm) =>
        IntegritiesByName.TryGetValue(name, out algorithm!);

    /// <summary>Reads the name of an ESP suite.</summary>
    /// <param name="suite">
    /// An encryption algorithm (<c>aes128-gcm</c>), or one with an integrity algorithm behind <c>+</c> or <c>-</c>
    /// (<c>aes128-cbc+hmac-sha256-128</c>, <c>3des-sha1</c>).
    /// </param>
    /// <param name="encryption">The encryption algorithm.</param>
    /// <param name="integrity">The integrity algorithm, or <see cref="NoIntegrity"/>.</param>
    /// <returns>False when a part is unknown. Whether the parts fit is for <c>TryEsp</c> to say.</returns>
    public static bool TryParseSuite(string suite, out EncryptionAlgorithm encryption, out IntegrityAlgorithm integrity)
    {
        integrity = NoIntegrity;
        if (TryFindEncryption(suite, out encryption))
        {
            return true;
        }

        // From the right, so that the longest name of an encryption algorithm wins.
        for (int split = suite.Length - 1; split > 0; split--)
        {
            if (suite[split] is '+' or '-'
                && TryFindEncryption(suite[..split], out encryption)
                && TryFindIntegrity(suite[(split + 1)..], out integrity))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The transform of an ESP suite.</summary>
    /// <param name="encryption">A row of this catalogue.</param>
    /// <param name="integrity">A row of this catalogue; <see cref="NoIntegrity"/> beside a combined algorithm.</param>
    /// <param name="allowLegacy">Also makes weak suites: DES, 3DES, MD5, encryption without integrity.</param>
    /// <param name="refusal">One sentence for the person who chose the suite; empty when it is not refused.</param>
    /// <returns>The transform, or null when the suite is impossible or refused.</returns>
    public static PacketTransform? TryEsp(
        EncryptionAlgorithm encryption, IntegrityAlgorithm integrity, bool allowLegacy, out string refusal) =>
        TryEsp(encryption, integrity, allowLegacy, KernelChoice.Chosen, out refusal);

    /// <summary>As the public one, on these kernels.</summary>
    internal static PacketTransform? TryEsp(
        EncryptionAlgorithm encryption, IntegrityAlgorithm integrity, bool allowLegacy, KernelSet kernels, out string refusal)
    {
        refusal = SuiteRules.RefuseEsp(encryption, integrity, allowLegacy);
        if (refusal.Length != 0)
        {
            return null;
        }

        return EspTransforms.GetOrAdd(
            $"{encryption.Name}+{integrity.Name} on {kernels.Name}",
            static (_, suite) => suite.encryption.CreateTransform?.Invoke(suite.encryption, suite.kernels)
                ?? EncryptThenMacTransform.ForEsp(suite.encryption, suite.integrity, suite.kernels),
            (encryption, integrity, kernels));
    }

    /// <summary>The transform of AH with an integrity algorithm.</summary>
    /// <param name="integrity">A row of this catalogue.</param>
    /// <param name="allowLegacy">Also makes weak ones: MD5.</param>
    /// <param name="refusal">One sentence for the person who chose it; empty when it is not refused.</param>
    /// <returns>The transform, or null when it is impossible or refused.</returns>
    public static PacketTransform? TryAh(IntegrityAlgorithm integrity, bool allowLegacy, out string refusal) =>
        TryAh(integrity, allowLegacy, KernelChoice.Chosen, out refusal);

    /// <summary>As the public one, on these kernels.</summary>
    internal static PacketTransform? TryAh(
        IntegrityAlgorithm integrity, bool allowLegacy, KernelSet kernels, out string refusal)
    {
        refusal = SuiteRules.RefuseAh(integrity, allowLegacy);
        if (refusal.Length != 0)
        {
            return null;
        }

        return AhTransforms.GetOrAdd(
            $"{integrity.Name} on {kernels.Name}",
            static (_, suite) => suite.integrity.CreateMac is null
                ? AesGmacTransform.ForAh(suite.integrity, suite.kernels.AesGcm)
                : EncryptThenMacTransform.ForAh(suite.integrity, suite.kernels),
            (integrity, kernels));
    }

    private static Dictionary<string, T> Index<T>(
        IReadOnlyList<T> rows, Func<T, string> name, Func<T, IReadOnlyList<string>> aliases)
    {
        var byName = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (T row in rows)
        {
            byName.Add(name(row), row);
            foreach (string alias in aliases(row))
            {
                byName.Add(alias, row);
            }
        }

        return byName;
    }
}
