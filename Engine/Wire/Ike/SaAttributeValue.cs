using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike;

/// <summary>An attribute of a transform, or of a configuration (RFC 7296 §3.3.5, RFC 2408 §3.3).</summary>
/// <remarks>
/// <code>
/// |1|       Attribute Type        |        Attribute Value        |
/// |0|       Attribute Type        |        Attribute Length       |  Attribute Value ...
/// </code>
/// </remarks>
/// <param name="Type">Its type, without the format bit.</param>
/// <param name="IsShort">True for the form with two bytes of value.</param>
/// <param name="Value">The value; two bytes in the short form.</param>
public sealed record SaAttributeValue(ushort Type, bool IsShort, Octets Value)
{
    /// <summary>The only attribute that IKEv2 defines for transforms: bits of key. Phase 1 of IKEv1 has the same number.</summary>
    public const ushort KeyLengthType = 14;

    private const ushort ShortBit = 0x8000;
    private const int HeaderLength = 4;

    /// <summary>A key length.</summary>
    /// <param name="bits">Bits of key, salt not counted.</param>
    public static SaAttributeValue KeyLength(int bits)
    {
        var value = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)bits);
        return new SaAttributeValue(KeyLengthType, IsShort: true, value);
    }

    /// <summary>The value as a number, most significant byte first; null when it is empty or longer than eight bytes.</summary>
    /// <remarks>IKEv1 writes numbers in either form: a lifetime takes the long one as soon as two bytes do not hold it (RFC 2407 §4.5).</remarks>
    public ulong? Number
    {
        get
        {
            if (Value.IsEmpty || Value.Length > sizeof(ulong))
            {
                return null;
            }

            ulong number = 0;
            foreach (byte part in Value.Span)
            {
                number = (number << 8) | part;
            }

            return number;
        }
    }

    /// <summary>A number, in the short form if that holds it and otherwise in four bytes.</summary>
    /// <param name="type">Its type, without the format bit.</param>
    /// <param name="number">Its value.</param>
    public static SaAttributeValue Of(int type, uint number)
    {
        bool isShort = number <= ushort.MaxValue;
        var value = new byte[isShort ? sizeof(ushort) : sizeof(uint)];
        if (isShort)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)number);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(value, number);
        }

        return new SaAttributeValue((ushort)type, isShort, value);
    }

    /// <summary>Reads a list.</summary>
    /// <returns>The attributes, or null when one reaches beyond the end.</returns>
    internal static List<SaAttributeValue>? TryReadList(Octets list)
    {
        var attributes = new List<SaAttributeValue>();
        while (!list.IsEmpty)
        {
            if (list.Length < HeaderLength)
            {
                return null;
            }

            ushort type = BinaryPrimitives.ReadUInt16BigEndian(list.Span);
            bool isShort = (type & ShortBit) != 0;
            int offset = isShort ? sizeof(ushort) : HeaderLength;
            int length = isShort ? sizeof(ushort) : BinaryPrimitives.ReadUInt16BigEndian(list.Span[sizeof(ushort)..]);
            if (offset + length > list.Length)
            {
                return null;
            }

            attributes.Add(new SaAttributeValue((ushort)(type & ~ShortBit), isShort, list.Slice(offset, length)));
            list = list.Slice(offset + length);
        }

        return attributes;
    }

    /// <summary>Writes it.</summary>
    internal void Write(PayloadWriter writer)
    {
        writer.Write((ushort)(IsShort ? Type | ShortBit : Type));
        if (!IsShort)
        {
            writer.Write((ushort)Value.Length);
        }

        writer.Write(Value.Span);
    }
}
