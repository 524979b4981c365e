using Pipeline.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>Every suite that there is, and keys for it.</summary>
internal static class TestSuites
{
    /// <summary>Every combined algorithm, every cipher with one integrity algorithm, every integrity algorithm with NULL.</summary>
    internal static IEnumerable<string> EspNames { get; } =
        TransformCatalog.Encryptions.Select(row => row.IsCombined ? row.Name : $"{row.Name}+hmac-sha256-128")
            .Concat(TransformCatalog.Integrities.Where(row => !row.IsAhOnly && !row.IsNone).Select(row => $"null+{row.Name}"))
            .Concat(TransformCatalog.Integrities.Where(row => !row.IsAhOnly).Select(row => $"aes256-ctr+{row.Name}"))
            .Distinct();

    /// <summary>Every integrity algorithm that AH takes.</summary>
    internal static IEnumerable<string> AhNames { get; } =
        TransformCatalog.Integrities.Where(row => !row.IsNone).Select(row => $"ah:{row.Name}");

    /// <summary>Rows for a theory: ESP and AH.</summary>
    internal static TheoryData<string> All { get; } = [.. EspNames.Concat(AhNames)];

    /// <summary>Rows for a theory: those that can tell a forgery.</summary>
    internal static TheoryData<string> Authenticating { get; } =
        [.. EspNames.Concat(AhNames).Where(name => !name.EndsWith("+none", StringComparison.Ordinal))];

    internal static bool IsAh(string name) => name.StartsWith("ah:", StringComparison.Ordinal);

    /// <summary>The transform of a name from the lists above.</summary>
    internal static PacketTransform Find(string name)
    {
        if (IsAh(name))
        {
            Assert.True(TransformCatalog.TryFindIntegrity(name[3..], out IntegrityAlgorithm alone));
            return TransformCatalog.TryAh(alone, allowLegacy: true, out _)!;
        }

        Assert.True(TransformCatalog.TryParseSuite(name, out EncryptionAlgorithm encryption, out IntegrityAlgorithm integrity));
        PacketTransform? transform = TransformCatalog.TryEsp(encryption, integrity, allowLegacy: true, out string refusal);
        Assert.Equal(string.Empty, refusal);
        return transform!;
    }

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
