namespace Pipeline.InteropTests.Lab;

/// <summary>One integrity algorithm under the three names the lab needs.</summary>
/// <param name="Name">The gateway's name.</param>
/// <param name="KernelName">The Linux crypto API's name, as <c>ip xfrm</c> takes it.</param>
/// <param name="TsharkName">Wireshark's name in its esp_sa table; one without checking where it has no other.</param>
/// <param name="KeyLength">Bytes of the key.</param>
/// <param name="IcvBits">Bits of the ICV; the kernel would cut SHA-256 to 96 if it were not told.</param>
/// <param name="IsLegacy">True when the gateway takes it only with allowLegacy.</param>
public sealed record IntegrityAlgorithm(
    string Name, string KernelName, string TsharkName, int KeyLength, int IcvBits, bool IsLegacy = false)
{
    private const string UncheckedByTshark = "ANY 96 bit authentication [no checking]";

    private static readonly IntegrityAlgorithm[] All =
    [
        new("hmac-md5-96", "hmac(md5)", "HMAC-MD5-96 [RFC2403]", 16, 96, IsLegacy: true),
        new("hmac-sha1-96", "hmac(sha1)", "HMAC-SHA-1-96 [RFC2404]", 20, 96),
        new("hmac-sha256-128", "hmac(sha256)", "HMAC-SHA-256-128 [RFC4868]", 32, 128),
        new("hmac-sha384-192", "hmac(sha384)", "HMAC-SHA-384-192 [RFC4868]", 48, 192),
        new("hmac-sha512-256", "hmac(sha512)", "HMAC-SHA-512-256 [RFC4868]", 64, 256),
        new("aes-xcbc-96", "xcbc(aes)", UncheckedByTshark, 16, 96),
        new("aes-cmac-96", "cmac(aes)", UncheckedByTshark, 16, 96),
    ];

    /// <summary>False when tshark can decrypt next to this algorithm, but not verify it.</summary>
    public bool IsCheckedByTshark => TsharkName != UncheckedByTshark;

    /// <summary>The algorithm that the gateway calls <paramref name="name"/>.</summary>
    public static IntegrityAlgorithm Named(string name) => All.Single(algorithm => algorithm.Name == name);
}
