namespace Pipeline.InteropTests.Lab;

/// <summary>One encryption or combined-mode algorithm under the three names the lab needs.</summary>
/// <param name="Name">The gateway's name.</param>
/// <param name="KernelName">The Linux crypto API's name, as <c>ip xfrm</c> takes it.</param>
/// <param name="TsharkName">Wireshark's name in its esp_sa table; empty when tshark 4.0 cannot decrypt it.</param>
/// <param name="KeyLength">Bytes of the key, the salt at its end included.</param>
/// <param name="IcvBits">Bits of the ICV of a combined-mode algorithm; 0 when it needs integrity beside it.</param>
/// <param name="IsLegacy">True when the gateway takes it only with allowLegacy.</param>
public sealed record EncryptionAlgorithm(
    string Name, string KernelName, string TsharkName, int KeyLength, int IcvBits = 0, bool IsLegacy = false)
{
    private static readonly EncryptionAlgorithm[] All =
    [
        new("aes128-gcm", "rfc4106(gcm(aes))", "AES-GCM with 16 octet ICV [RFC4106]", 20, 128),
        new("aes192-gcm", "rfc4106(gcm(aes))", "AES-GCM with 16 octet ICV [RFC4106]", 28, 128),
        new("aes256-gcm", "rfc4106(gcm(aes))", "AES-GCM with 16 octet ICV [RFC4106]", 36, 128),
        new("aes128-gcm-8", "rfc4106(gcm(aes))", "AES-GCM with 8 octet ICV [RFC4106]", 20, 64),
        new("aes128-gcm-12", "rfc4106(gcm(aes))", "AES-GCM with 12 octet ICV [RFC4106]", 20, 96),
        new("aes128-ccm", "rfc4309(ccm(aes))", "", 19, 128),
        new("aes128-gmac", "rfc4543(gcm(aes))", "", 20, 128),
        new("chacha20-poly1305", "rfc7539esp(chacha20,poly1305)", "", 36, 128),
        new("aes128-cbc", "cbc(aes)", "AES-CBC [RFC3602]", 16),
        new("aes256-cbc", "cbc(aes)", "AES-CBC [RFC3602]", 32),
        new("aes128-ctr", "rfc3686(ctr(aes))", "AES-CTR [RFC3686]", 20),
        new("3des-cbc", "cbc(des3_ede)", "TripleDES-CBC [RFC2451]", 24, IsLegacy: true),
        new("des-cbc", "cbc(des)", "DES-CBC [RFC2405]", 8, IsLegacy: true),
        new("null", "ecb(cipher_null)", "NULL", 0),
    ];

    /// <summary>The algorithm that the gateway calls <paramref name="name"/>.</summary>
    public static EncryptionAlgorithm Named(string name) => All.Single(algorithm => algorithm.Name == name);
}
