namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>HMAC (RFC 2104) over one hash, of many messages under many keys at once.</summary>
internal abstract unsafe class HmacKernel
{
    /// <summary>Bytes of the longest hash.</summary>
    internal const int LongestHash = 64;

    /// <summary>Bytes that an expanded key takes: what the hash has come to after the inner and after the outer block of key.</summary>
    internal abstract int StatesLength { get; }

    /// <summary>Expands a key of any length.</summary>
    /// <param name="key">The key; longer than a block, its hash takes its place (RFC 2104 §3).</param>
    /// <param name="states">Takes <see cref="StatesLength"/> bytes.</param>
    internal abstract void Expand(ReadOnlySpan<byte> key, Span<byte> states);

    /// <summary>Computes the ICV of every job.</summary>
    /// <param name="jobs">Longest first, so that the lanes end together.</param>
    /// <param name="count">Jobs there are; none is fine.</param>
    /// <param name="icvLength">Bytes of the hash that each job's ICV takes, from the left (RFC 2104 §5); a multiple of 4.</param>
    internal abstract void Compute(MacJob* jobs, int count, int icvLength);
}
