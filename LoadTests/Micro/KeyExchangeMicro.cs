using System.Globalization;
using BenchmarkDotNet.Attributes;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyExchange;

namespace Pipeline.LoadTests.Micro;

/// <summary>What does a key exchange cost one end: a fresh private key, its public value, and the shared secret?</summary>
public class KeyExchangeMicro
{
    private KeyExchangeMethod _method = null!;
    private DiffieHellmanGroup _twin = null!;
    private byte[] _peerValue = [];

    /// <summary>The method: those that the default proposals offer, but for MODP-4096.</summary>
    [Params("x25519", "x448", "ecp256", "ecp384", "ecp521", "modp2048", "modp3072")]
    public string Exchange { get; set; } = "";

    /// <summary>Makes the peer's value.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        if (!KeyExchangeCatalog.TryFind(Exchange, out _method))
        {
            throw new InvalidOperationException($"There is no method {Exchange}.");
        }

        _twin = TwinOf(Exchange);
        using InitiatedExchange peer = _method.Initiate(SystemRandomSource.Instance);
        _peerValue = peer.PublicValue.ToArray();
    }

    /// <summary>What a gateway runs: on libcrypto, where that is installed.</summary>
    [Benchmark]
    public int Respond()
    {
        _method.TryRespond(SystemRandomSource.Instance, _peerValue, out byte[] value, out SecretBytes? secret);
        secret!.Dispose();
        return value.Length;
    }

    /// <summary>Without calling libcrypto ourselves: .NET's ECDH, BouncyCastle's curves, our managed MODP.</summary>
    [Benchmark(Baseline = true)]
    public int RespondByTwin()
    {
        _twin.TryRespond(SystemRandomSource.Instance, _peerValue, out byte[] value, out SecretBytes? secret);
        secret!.Dispose();
        return value.Length;
    }

    private static DiffieHellmanGroup TwinOf(string method) => method switch
    {
        "x25519" => Curve25519Group.Managed(),
        "x448" => Curve448Group.Managed(),
        "ecp256" => EcpGroup.OnDotnet(EcpCurve.P256),
        "ecp384" => EcpGroup.OnDotnet(EcpCurve.P384),
        "ecp521" => EcpGroup.OnDotnet(EcpCurve.P521),
        _ => ModpGroup.Managed(int.Parse(method.AsSpan("modp".Length), CultureInfo.InvariantCulture)),
    };
}
