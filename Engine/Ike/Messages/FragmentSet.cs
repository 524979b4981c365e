using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.Messages;

/// <summary>The fragments of one message that are here, decrypted.</summary>
/// <param name="total">How many the message was cut into.</param>
internal sealed class FragmentSet(int total)
{
    private readonly byte[]?[] _parts = new byte[total][];
    private int _count;

    /// <summary>How many the message was cut into.</summary>
    internal int Total => _parts.Length;

    /// <summary>Bytes that are here.</summary>
    internal int Length { get; private set; }

    /// <summary>The type of the first payload inside, once fragment 1 is here (RFC 7383 §2.5.2).</summary>
    internal PayloadType FirstInside { get; private set; }

    /// <summary>True when none is missing.</summary>
    internal bool IsComplete => _count == Total;

    /// <summary>True when that fragment is here.</summary>
    internal bool Has(int number) => _parts[number - 1] is not null;

    /// <summary>Takes a fragment that is not here yet.</summary>
    internal void Add(int number, PayloadType firstInside, byte[] text)
    {
        _parts[number - 1] = text;
        _count++;
        Length += text.Length;
        if (number == 1)
        {
            FirstInside = firstInside;
        }
    }

    /// <summary>All parts one behind the other.</summary>
    internal byte[] Join()
    {
        var whole = new byte[Length];
        int offset = 0;
        foreach (byte[]? part in _parts)
        {
            part!.CopyTo(whole, offset);
            offset += part.Length;
        }

        return whole;
    }
}
