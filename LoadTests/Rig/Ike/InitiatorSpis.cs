using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Sa;

namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>SPIs of initiators: random for IKE SAs, counted for Child SAs, which nobody receives on.</summary>
/// <param name="firstNumber">The number of the first initiator: a responder refuses an SPI that another of its SAs to the same address has.</param>
internal sealed class InitiatorSpis(int firstNumber) : ISpiSource
{
    private uint _lastChild = 0x1000_0000 + (uint)firstNumber;

    /// <inheritdoc/>
    public ulong NextIkeSpi()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        SystemRandomSource.Instance.Fill(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes) | 1;
    }

    /// <inheritdoc/>
    public uint NextChildSpi(SaProtocol protocol) => ++_lastChild;
}
