using System.Runtime.CompilerServices;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>Fetches the SAs of plain ESP packets of a batch ahead of their walk, where SAs are too many to be in the cache.</summary>
/// <remarks>Changes nothing but the cache: the walk looks up again what it needs. As <see cref="PlainArrivals"/>, for the other direction.</remarks>
/// <param name="sas">Where SAs are looked up.</param>
internal sealed class EspLookAhead(SaDatabase sas)
{
    private readonly uint[] _spis = new uint[PacketBatch.MaximumCapacity];
    private readonly int[] _lengths = new int[PacketBatch.MaximumCapacity];
    private readonly InboundSa?[] _found = new InboundSa?[PacketBatch.MaximumCapacity];
    private int _count;

    /// <summary>Begins with a batch.</summary>
    public void Begin(PacketBatch batch)
    {
        _count = batch.Count;
        FetchPlaces(batch);
        Find();
        for (int index = 0; index < LookAhead.SaDistance; index++)
        {
            FetchSa(index);
        }

        for (int index = 0; index < LookAhead.KeyDistance; index++)
        {
            FetchParts(index);
        }
    }

    /// <summary>Begins to fetch what the packets behind this one will need.</summary>
    /// <param name="index">The packet whose turn it is.</param>
    public void Advance(int index)
    {
        FetchSa(index + LookAhead.SaDistance);
        FetchParts(index + LookAhead.KeyDistance);
    }

    /// <summary>Forgets the SAs.</summary>
    public void End()
    {
        Array.Clear(_found, 0, _count);
        _count = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FetchPlaces(PacketBatch batch)
    {
        for (int index = 0; index < _count; index++)
        {
            _spis[index] = PlainEsp.TryRead(batch[index].Packet, out PlainEsp esp) ? esp.Spi : 0;
            _lengths[index] = batch[index].Length;
            sas.FetchInbound(SaProtocol.Esp, _spis[index]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Find()
    {
        for (int index = 0; index < _count; index++)
        {
            _found[index] = _spis[index] == 0 ? null : sas.FindInbound(SaProtocol.Esp, _spis[index]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FetchSa(int index)
    {
        if (index < _count && _found[index] is { } sa)
        {
            Prefetch.Object(sa, InboundSa.FieldsLength);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FetchParts(int index)
    {
        if (index < _count && _found[index] is { } sa)
        {
            sa.FetchParts(_lengths[index]);
        }
    }
}
