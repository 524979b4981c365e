using System.Numerics;
using Pipeline.Engine.Packets;

namespace Pipeline.Engine.Sa;

/// <summary>Inbound SAs by protocol and SPI: what every arriving packet is looked up in.</summary>
/// <remarks>
/// Open addressing with linear probing, at most half full, keys and SAs side by side: one cache line a look-up, no hashing by
/// virtual call. A removed entry closes its gap (Knuth, The Art of Computer Programming 3, §6.4, algorithm R), so that churn of
/// SAs leaves nothing behind. Grows with the number of SAs, which whoever installs them bounds. Owned by one thread.
/// </remarks>
internal sealed class SpiTable
{
    private const int FirstCapacity = 16;

    /// <summary>2^64 times the fraction of the golden ratio, made odd (Knuth's multiplicative hash).</summary>
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    private Entry[] _entries = new Entry[FirstCapacity];
    private int _shift = 64 - BitOperations.Log2(FirstCapacity);

    /// <summary>SAs in it.</summary>
    public int Count { get; private set; }

    /// <summary>Begins to fetch the place that <see cref="Find"/> will look at first.</summary>
    public void Fetch(SaProtocol protocol, uint spi) => Prefetch.Line(ref _entries[HomeOf(KeyOf(protocol, spi))]);

    /// <summary>Finds an SA.</summary>
    /// <returns>Null when there is none.</returns>
    public InboundSa? Find(SaProtocol protocol, uint spi)
    {
        ulong key = KeyOf(protocol, spi);
        Entry[] entries = _entries;
        int place = HomeOf(key);
        while (true)
        {
            ref readonly Entry entry = ref entries[place & (entries.Length - 1)];
            if (entry.Sa is null || entry.Key == key)
            {
                return entry.Sa;
            }

            place++;
        }
    }

    /// <summary>Adds an SA.</summary>
    /// <returns>False, and nothing changed, when its protocol and SPI are taken.</returns>
    public bool TryAdd(InboundSa sa)
    {
        (SaProtocol protocol, uint spi) = (sa.Parameters.Protocol, sa.Parameters.Spi);
        if (Find(protocol, spi) is not null)
        {
            return false;
        }

        if (2 * (Count + 1) > _entries.Length)
        {
            Grow();
        }

        Put(new Entry(KeyOf(protocol, spi), sa));
        Count++;
        return true;
    }

    /// <summary>Removes an SA.</summary>
    /// <returns>False when it is not in the table.</returns>
    public bool Remove(InboundSa sa)
    {
        ulong key = KeyOf(sa.Parameters.Protocol, sa.Parameters.Spi);
        int gap = HomeOf(key);
        while (At(gap).Sa is { } found && found != sa)
        {
            gap++;
        }

        if (At(gap).Sa is null)
        {
            return false;
        }

        CloseGap(gap);
        Count--;
        return true;
    }

    private void CloseGap(int gap)
    {
        for (int place = gap + 1; At(place).Sa is not null; place++)
        {
            // An entry moves into the gap unless its home lies behind the gap: it would not be found there.
            int mask = _entries.Length - 1;
            int distance = (place - HomeOf(At(place).Key)) & mask;
            if (distance >= ((place - gap) & mask))
            {
                At(gap) = At(place);
                gap = place;
            }
        }

        At(gap) = default;
    }

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[2 * old.Length];
        _shift--;
        foreach (Entry entry in old)
        {
            if (entry.Sa is not null)
            {
                Put(entry);
            }
        }
    }

    private void Put(in Entry entry)
    {
        int place = HomeOf(entry.Key);
        while (At(place).Sa is not null)
        {
            place++;
        }

        At(place) = entry;
    }

    private ref Entry At(int place) => ref _entries[place & (_entries.Length - 1)];

    private int HomeOf(ulong key) => (int)((key * Odd) >> _shift);

    private static ulong KeyOf(SaProtocol protocol, uint spi) => ((ulong)protocol << 32) | spi;

    private readonly record struct Entry(ulong Key, InboundSa? Sa);
}
