using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>Every suite that there is, and keys for it.</summary>
internal static class TestSuites
{
    private const string OnKernels = " on ";

    /// <summary>
    /// Every combined algorithm, every cipher with one integrity algorithm, every integrity algorithm with NULL, and those
    /// ciphers alone that work packet by packet.
    /// </summary>
    internal static IEnumerable<string> EspNames { get; } =
        TransformCatalog.Encryptions.Select(row => row.IsCombined ? row.Name : $"{row.Name}+hmac-sha256-128")
            .Concat(TransformCatalog.Integrities.Where(row => !row.IsAhOnly && !row.IsNone).Select(row => $"null+{row.Name}"))
            .Concat(TransformCatalog.Integrities.Where(row => !row.IsAhOnly).Select(row => $"aes256-ctr+{row.Name}"))
            .Concat(["des-cbc+none", "3des-cbc+none"])
            .Distinct();

    /// <summary>Every integrity algorithm that AH takes.</summary>
    internal static IEnumerable<string> AhNames { get; } =
        TransformCatalog.Integrities.Where(row => !row.IsNone).Select(row => $"ah:{row.Name}");

    /// <summary>Rows for a theory: ESP and AH, on every set of kernels that this machine has ("aes128-gcm on avx512").</summary>
    internal static TheoryData<string> All { get; } = [.. OnEveryKernel(EspNames.Concat(AhNames))];

    /// <summary>Rows for a theory: those that can tell a forgery.</summary>
    internal static TheoryData<string> Authenticating { get; } =
        [.. OnEveryKernel(EspNames.Concat(AhNames).Where(name => !name.EndsWith("+none", StringComparison.Ordinal)))];

    internal static bool IsAh(string name) => name.StartsWith("ah:", StringComparison.Ordinal);

    /// <summary>The suite of a row, without its kernels.</summary>
    internal static string SuiteOf(string name) => name.Split(OnKernels)[0];

    /// <summary>The transform of a name from the lists above; without kernels in it, on those that the process has chosen.</summary>
    internal static PacketTransform Find(string name)
    {
        string[] parts = name.Split(OnKernels);
        KernelSet kernels = parts.Length == 1 ? KernelChoice.Chosen : KernelSets.Supported.Single(set => set.Name == parts[1]);
        name = parts[0];
        if (IsAh(name))
        {
            Assert.True(TransformCatalog.TryFindIntegrity(name[3..], out IntegrityAlgorithm alone));
            return TransformCatalog.TryAh(alone, allowLegacy: true, kernels, out _)!;
        }

        Assert.True(TransformCatalog.TryParseSuite(name, out EncryptionAlgorithm encryption, out IntegrityAlgorithm integrity));
        PacketTransform? transform = TransformCatalog.TryEsp(encryption, integrity, allowLegacy: true, kernels, out string refusal);
        Assert.Equal(string.Empty, refusal);
        return transform!;
    }

    private static IEnumerable<string> OnEveryKernel(IEnumerable<string> names) =>
        names.SelectMany(name => KernelSets.Supported.Select(set => name + OnKernels + set.Name));

    /// <summary>A key from a seeded generator.</summary>
    internal static PacketKey NewKey(PacketTransform transform, Random random)
    {
        byte[] encryptionKey = new byte[transform.EncryptionKeyLength];
        byte[] integrityKey = new byte[transform.IntegrityKeyLength];
        random.NextBytes(encryptionKey);
        random.NextBytes(integrityKey);
        return transform.CreateKey(encryptionKey, integrityKey);
    }

    /// <summary>Bytes from a seeded generator.</summary>
    internal static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
