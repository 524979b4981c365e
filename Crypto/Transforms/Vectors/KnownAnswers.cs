using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.ChaCha20Poly1305;
using Pipeline.Crypto.Kernels.Gcm;
using Pipeline.Crypto.Transforms.Aead;

namespace Pipeline.Crypto.Transforms.Vectors;

/// <summary>One published vector for every family of transforms, and packets of those that carry the traffic.</summary>
internal static class KnownAnswers
{
    /// <summary>All of them, on the kernels that the process has chosen.</summary>
    internal static IEnumerable<KnownAnswer> All =>
    [
        Gcm(
            "aes128-gcm (GCM specification, case 4)",
            key: "feffe9928665731c6d6a8f9467308308",
            nonce: "cafebabefacedbaddecaf888",
            associated: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            text: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf"
                + "0e2449a6b525b16aedf5aa0de657ba637b39",
            expected: "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f"
                + "6a5aac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47"),
        Gcm(
            "aes256-gcm (GCM specification, case 16)",
            key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
            nonce: "cafebabefacedbaddecaf888",
            associated: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            text: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf"
                + "0e2449a6b525b16aedf5aa0de657ba637b39",
            expected: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b0"
                + "8b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"),
        Aead(
            "aes128-ccm (RFC 3610, vector 1)",
            key => new AesCcmKey(key),
            key: "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf",
            nonce: "00000003020100a0a1a2a3a4a5",
            associated: "0001020304050607",
            text: "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
            expected: "588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0"),
        ChaCha20(
            "chacha20-poly1305 (RFC 8439 §2.8.2)",
            key: "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
            nonce: "070000004041424344454647",
            associated: "50515253c0c1c2c3c4c5c6c7",
            text: "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a20"
                + "4966204920636f756c64206f6666657220796f75206f6e6c79206f6e652074697020666f722074686520"
                + "6675747572652c2073756e73637265656e20776f756c642062652069742e",
            expected: "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fa"
                + "fb69da92728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4"
                + "fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecb"
                + "d0600691"),
        Cipher(
            "aes128-cbc (RFC 3602 case 3)",
            key: "6c3ea0477630ce21a2ce334aa746c2cd",
            iv: "c782dc4c098c66cbd9cd27d825682c81",
            ciphertext: "d0a02b3836451753d493665d33f0e8862dea54cdb293abc7506939276772f8d5021c19216bad525c8579"
                + "695d83ba2684",
            expected: "5468697320697320612034382d62797465206d657373616765202865786163746c792033204145532062"
                + "6c6f636b7329"),
        Cipher(
            "aes256-ctr (RFC 3686 vector 9)",
            key: "ff7a617ce69148e4f1726e2f43581de2aa62d9f805532edff1eed687fb54153d001cc5b7",
            iv: "51a51d70a1c11148",
            ciphertext: "eb6c52821d0bbbf7ce7594462aca4faab407df866569fd07f48cc0b583d6071f1ec0e6b8",
            expected: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223"),
        Cipher(
            "des-cbc (FIPS 81 table C1)",
            key: "0123456789abcdef",
            iv: "1234567890abcdef",
            ciphertext: "e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6",
            expected: "4e6f77206973207468652074696d6520666f7220616c6c20"),
        Cipher(
            "3des-cbc (SP 800-67 appendix B.1)",
            key: "0123456789abcdef23456789abcdef01456789abcdef0123",
            iv: "0000000000000000",
            ciphertext: "a826fd8ce53b855f",
            expected: "5468652071756663"),
        Integrity(
            "hmac-md5-96 (RFC 2202 §2 case 2)",
            key: "4a656665",
            input: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            expected: "750c783e6ab0b503eaa86e31"),
        Integrity(
            "hmac-sha1-96 (RFC 2202 §3 case 2)",
            key: "4a656665",
            input: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            expected: "effcdf6ae5eb2fa2d27416d5"),
        Integrity(
            "hmac-sha256-128 (RFC 4868 AUTH256-2)",
            key: "4a6566654a6566654a6566654a6566654a6566654a6566654a6566654a656665",
            input: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            expected: "167f928588c5cc2eef8e3093caa0e87c"),
        Integrity(
            "hmac-sha384-192 (RFC 4868 AUTH384-2)",
            key: "4a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a65"
                + "66654a656665",
            input: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            expected: "2c7353974f1842fd66d53c452ca42122b28c0b594cfb184d"),
        Integrity(
            "hmac-sha512-256 (RFC 4868 AUTH512-2)",
            key: "4a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a6566654a65"
                + "66654a6566654a6566654a6566654a6566654a656665",
            input: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            expected: "cb370917ae8a7ce28cfd1d8f4705d6141c173b2a9362c15df235dfb251b15454"),
        Integrity(
            "aes-xcbc-96 (RFC 3566 case 4)",
            key: "000102030405060708090a0b0c0d0e0f",
            input: "000102030405060708090a0b0c0d0e0f10111213",
            expected: "47f51b4564966215b8985c63"),
        Integrity(
            "aes-cmac-96 (RFC 4494 case 3)",
            key: "2b7e151628aed2a6abf7158809cf4f3c",
            input: "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411",
            expected: "dfa66747de9ae63030ca3261"),
        Gcm(
            "aes128-gmac (draft-mcgrew-gcm-test-01, the GMAC packet)",
            key: "4c80cdefbb5d10da906ac73c3613a634",
            nonce: "22433c640000000000000000",
            associated: "0000432100000007000000000000000045000030da3a00008001df3bc0a80005c0a800010800c6cd0200"
                + "07006162636465666768696a6b6c6d6e6f707172737401020201",
            text: "",
            expected: "f2a9a836e155106aa8dcd618e4099aaa"),
        .. KnownPackets.On(KernelChoice.Chosen),
    ];

    private static KnownAnswer Aead(
        string algorithm,
        AeadKeyFactory expand,
        string key,
        string nonce,
        string associated,
        string text,
        string expected) =>
        new(algorithm, expected, () =>
        {
            byte[] plaintext = Convert.FromHexString(text);
            byte[] sealedText = new byte[expected.Length / 2];
            using AeadKey expanded = expand(Convert.FromHexString(key));
            expanded.Encrypt(
                Convert.FromHexString(nonce),
                plaintext,
                sealedText.AsSpan(0, plaintext.Length),
                sealedText.AsSpan(plaintext.Length),
                Convert.FromHexString(associated));
            return sealedText;
        });

    /// <summary>On the kernel that the process has chosen: the one that will protect packets.</summary>
    private static KnownAnswer Gcm(
        string algorithm, string key, string nonce, string associated, string text, string expected) =>
        new(algorithm, expected, () =>
        {
            byte[] plaintext = Convert.FromHexString(text);
            byte[] sealedText = new byte[expected.Length / 2];
            plaintext.CopyTo(sealedText, 0);
            AesGcmKernel kernel = KernelChoice.Chosen.AesGcm;
            using var expanded = new AesGcmKey(kernel, Convert.FromHexString(key), salt: default);
            kernel.Encrypt(
                expanded,
                Convert.FromHexString(nonce),
                Convert.FromHexString(associated),
                sealedText.AsSpan(0, plaintext.Length),
                sealedText.AsSpan(plaintext.Length));
            return sealedText;
        });

    private static KnownAnswer ChaCha20(
        string algorithm, string key, string nonce, string associated, string text, string expected) =>
        new(algorithm, expected, () =>
        {
            byte[] sealedText = [.. Convert.FromHexString(text), .. new byte[ChaCha20Poly1305Kernel.TagLength]];
            KernelChoice.Chosen.ChaCha20Poly1305.Encrypt(
                Convert.FromHexString(key),
                Convert.FromHexString(nonce),
                sealedText.AsSpan(..^ChaCha20Poly1305Kernel.TagLength),
                sealedText.AsSpan(^ChaCha20Poly1305Kernel.TagLength..),
                Convert.FromHexString(associated));
            return sealedText;
        });

    private static KnownAnswer Cipher(
        string algorithm, string key, string iv, string ciphertext, string expected) =>
        new(algorithm, expected, () =>
        {
            EncryptThenMacTransform transform = Transform(algorithm, IntegrityAlgorithms.None.Name);
            byte[] wire = Convert.FromHexString(iv + ciphertext);
            var packet = PinnedBytes.Allocate(wire.Length);
            wire.CopyTo(packet.AsSpan());
            using PacketKey expanded = transform.Expand(Convert.FromHexString(key), default);
            transform.Open([new OpenJob
            {
                Key = expanded,
                Packet = packet.View,
                Associated = packet.View,
                TextOffset = iv.Length / 2,
                TextLength = ciphertext.Length / 2,
            }]);
            return packet.Array[(iv.Length / 2)..];
        });

    private static KnownAnswer Integrity(string algorithm, string key, string input, string expected) =>
        new(algorithm, expected, () =>
        {
            EncryptThenMacTransform transform = Transform("null", algorithm);
            byte[] message = Convert.FromHexString(input);
            var packet = PinnedBytes.Allocate(message.Length + transform.IcvLength);
            message.CopyTo(packet.AsSpan());
            using PacketKey expanded = transform.Expand(default, Convert.FromHexString(key));
            transform.Seal([new SealJob
            {
                Key = expanded,
                Packet = packet.View,
                Associated = packet.View,
                TextLength = message.Length,
                IcvOffset = message.Length,
            }]);
            return packet.Array[message.Length..];
        });

    /// <summary>The transform that packets go through, on the kernels in use; the algorithm's source behind its name is cut off.</summary>
    private static EncryptThenMacTransform Transform(string encryption, string integrity) => EncryptThenMacTransform.ForEsp(
        EncryptionAlgorithms.All.Single(row => row.Name == encryption.Split(' ')[0]),
        IntegrityAlgorithms.All.Single(row => row.Name == integrity.Split(' ')[0]),
        KernelChoice.Chosen);
}
