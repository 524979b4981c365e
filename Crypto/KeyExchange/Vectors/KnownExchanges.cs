using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyExchange.Vectors;

/// <summary>A known exchange of every family: the initiator's public value, and the secret that it makes of the peer's.</summary>
/// <remarks>
/// On the code that the process has chosen. Of MODP, the shortest group that is not legacy: all are computed alike, and the time
/// grows with the third power of the length.
/// </remarks>
internal static class KnownExchanges
{
    /// <summary>All of them, by the methods of the catalogue.</summary>
    internal static IEnumerable<KnownAnswer> All => By(KeyExchangeCatalog.All);

    /// <summary>All of them, by these methods.</summary>
    internal static IEnumerable<KnownAnswer> By(IReadOnlyList<KeyExchangeMethod> methods) =>
    [
        Exchange(
            methods,
            "curve25519 (RFC 7748 §6.1)",
            privateKey: "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
            peerValue: "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
            expected: "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a4a5d9d5ba4ce2de1728e3bf480350f25"
                + "e07e21c947d19e3376f09b3c1e161742"),
        Exchange(
            methods,
            "curve448 (RFC 7748 §6.2)",
            privateKey: "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d"
                + "9ac2d8c0a598726b",
            peerValue: "3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b43027d8b972fc3e34fb4232a13ca706dcb57aec3dae"
                + "07bdc1c67bf33609",
            expected: "9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b12da88120d53"
                + "177f80e532c41fa007fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936"
                + "521c24403085d59a449a5037514a879d"),
        Exchange(
            methods,
            "ecp256 (RFC 5903 §8.1)",
            privateKey: "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433",
            peerValue: "d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf6356fbf3ca366cc23e8157854c13c58d6a"
                + "ac23f046ada30f8353e74f33039872ab",
            expected: "dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c37725811805271a0461cdb8252d61f1c456fa3e59a"
                + "b1f45b33accf5f58389e0577b8990bb3d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de"),
        Exchange(
            methods,
            "ecp384 (RFC 5903 §8.2)",
            privateKey: "099f3c7034d4a2c699884d73a375a67f7624ef7c6b3c0f160647b67414dce655e35b538041e649ee3faef896783ab194",
            peerValue: "e558dbef53eecde3d3fccfc1aea08a89a987475d12fd950d83cfa41732bc509d0d1ac43a0336def96fda41d0774a3571"
                + "dcfbec7aacf3196472169e838430367f66eebe3c6e70c416dd5f0c68759dd1fff83fa40142209dff5eaad96db9e6386c",
            expected: "667842d7d180ac2cde6f74f37551f55755c7645c20ef73e31634fe72b4c55ee6de3ac808acb4bdb4c88732aee95f41aa"
                + "9482ed1fc0eeb9cafc4984625ccfc23f65032149e0e144ada024181535a0f38eeb9fcff3c2c947dae69b4c634573a81c"
                + "11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4d603135569b9e9d09cf5d4a270f59746"),
        Exchange(
            methods,
            "ecp521 (RFC 5903 §8.3)",
            privateKey: "0037ade9319a89f4dabdb3ef411aaccca5123c61acab57b5393dce47608172a095aa85a30fe1c2952c6771d937ba9777"
                + "f5957b2639bab072462f68c27a57382d4a52",
            peerValue: "00d0b3975ac4b799f5bea16d5e13e9af971d5e9b984c9f39728b5e5739735a219b97c356436adc6e95bb0352f6be64a6"
                + "c2912d4ef2d0433ced2b6171640012d9460f015c68226383956e3bd066e797b623c27ce0eac2f551a10c2c724d985207"
                + "7b87220b6536c5c408a1d2aebb8e86d678ae49cb57091f4732296579ab44fcd17f0fc56a",
            expected: "0015417e84dbf28c0ad3c278713349dc7df153c897a1891bd98bab4357c9ecbee1e3bf42e00b8e380aeae57c2d107564"
                + "941885942af5a7f4601723c4195d176ced3e017cae20b6641d2eeb695786d8c946146239d099e18e1d5a514c739d7cb4"
                + "a10ad8a788015ac405d7799dc75e7b7d5b6cf2261a6a7f1507438bf01beb6ca3926f958201144c7d79ae6956bc8edb8e"
                + "7c787c4521cb086fa64407f97894e5e6b2d79b04d1427e73ca4baa240a34786859810c06b3c715a3a8cc3151f2bee417"
                + "996d19f3ddea"),
        Digest(Exchange(
            methods,
            "modp2048 (Python's pow, SHA-256 of public value and secret)",
            privateKey: "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
            peerValue: "cca2aee62ea16afae2e2d3655d1e8b959275b1d4e9f4cd39b912a540e3800a6196f60cc179011547c63b7f806b1b5719"
                + "4f26272bd728447e458046d010460bc6178b6dbe1ae3d842375223837801018895cdab5bba5f5f818bbaa9cdd51f53c8"
                + "76ce3b31946935a8c8843b2b883d409d65306877816616b7e62d5328caab0e7382d1780b4bfa149d8d0ebf30df700496"
                + "fe54a981cfa24b6701fe71a58d397961fda9b69527970eb7a8239d3b53e6521ccaead699e237056de0ba2d60cc52a9ae"
                + "38342207bc8330cf7994f6be81ab1391f32c5ac3ee7087ef920c1f3ed10901003aaa25a75c538bef3895d2edb053a9f0"
                + "7448b225da938b66eff1b15b1e3f47a7",
            expected: "36c0395e68272457c48daf740f12ec3a21547103ddc0b38ce816d3134c9bc964")),
    ];

    /// <summary>Public value and secret, one behind the other; the public value alone when the peer's is refused.</summary>
    private static KnownAnswer Exchange(
        IReadOnlyList<KeyExchangeMethod> methods, string algorithm, string privateKey, string peerValue, string expected) =>
        new(algorithm, expected, () =>
        {
            KeyExchangeMethod method = methods.Single(row => row.Name == algorithm.Split(' ')[0]);
            using InitiatedExchange exchange = method.Initiate(new KnownSource(Convert.FromHexString(privateKey)));
            bool accepted = exchange.TryFinish(Convert.FromHexString(peerValue), out SecretBytes? secret);
            using (secret)
            {
                return accepted ? [.. exchange.PublicValue.Span, .. secret!.Span] : exchange.PublicValue.ToArray();
            }
        });

    /// <summary>Long values are compared by their hash.</summary>
    private static KnownAnswer Digest(KnownAnswer answer) => answer with { Compute = () => SHA256.HashData(answer.Compute()) };

    private sealed class KnownSource(byte[] bytes) : IRandomSource
    {
        public void Fill(Span<byte> destination) => bytes.CopyTo(destination);
    }
}
