using Pipeline.Crypto;

namespace Pipeline.Engine.Ike;

/// <summary>What a step may use beside its state and its input. With the same means and inputs everything happens again.</summary>
/// <param name="Random">Nonces and private keys.</param>
/// <param name="Spis">Our SPIs.</param>
/// <param name="Now">The time of the step: for certificates only, all else is timers.</param>
public sealed record IkeMeans(IRandomSource Random, ISpiSource Spis, DateTimeOffset Now)
{
    /// <summary>Bytes of our nonces: at least half the key of every pseudorandom function (RFC 7296 §2.10).</summary>
    internal const int NonceLength = 32;

    /// <summary>A fresh nonce.</summary>
    internal byte[] Nonce()
    {
        var nonce = new byte[NonceLength];
        Random.Fill(nonce);
        return nonce;
    }
}
