namespace Pipeline.Crypto.KeyDerivation;

/// <summary>One pseudorandom function of IKE: a row of the <see cref="PrfCatalog"/>. Holds no key.</summary>
/// <remarks>Control plane: called a few times per exchange, so through the platform's HMAC and AES.</remarks>
public sealed record Prf
{
    /// <summary>The name in proposals: <c>prfsha256</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other spellings that configuration may use.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>IKEv2 transform type 2 identifier (RFC 7296 §3.3.2 and IANA "ikev2-parameters").</summary>
    public required int Ikev2Id { get; init; }

    /// <summary>Bytes of key that it prefers: the length of SK_d, SK_pi and SK_pr (RFC 7296 §2.13, §2.14). It takes any.</summary>
    public required int KeyLength { get; init; }

    /// <summary>Bytes of output.</summary>
    public required int OutputLength { get; init; }

    /// <summary>
    /// True for the two AES functions, which take only the first 64 bits of each nonce as the key of SKEYSEED (RFC 7296 §2.14).
    /// </summary>
    public bool ShortensNonces { get; init; }

    /// <summary>True when it is too weak to be used unless legacy algorithms are allowed (RFC 8247 §2.2).</summary>
    public bool IsLegacy { get; init; }

    /// <summary>Makes the keyed function.</summary>
    internal PrfKeyFactory CreateKey { get; init; } = null!;

    /// <summary>Takes a key, for one input or for several.</summary>
    /// <param name="key">Any length; copied, the caller may erase it.</param>
    public PrfKey Expand(ReadOnlySpan<byte> key) => CreateKey(key);

    /// <summary>Computes prf(key, input).</summary>
    /// <param name="key">Any length.</param>
    /// <param name="input">Any length.</param>
    /// <param name="output">Takes <see cref="OutputLength"/> bytes.</param>
    public void Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        using PrfKey expanded = Expand(key);
        expanded.Append(input);
        expanded.Finish(output);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
