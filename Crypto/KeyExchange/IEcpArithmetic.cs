namespace Pipeline.Crypto.KeyExchange;

/// <summary>One ECP curve (RFC 5903) on one implementation; safe on all threads.</summary>
internal interface IEcpArithmetic
{
    /// <summary>Takes a private key into use.</summary>
    /// <param name="privateKey">Big-endian, as long as a coordinate, from 1 to the order less one; copied.</param>
    InitiatedExchange Begin(ReadOnlySpan<byte> privateKey);
}
