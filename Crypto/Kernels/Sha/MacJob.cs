namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>One message to authenticate: up to three parts, which need not lie one behind the other, and where its ICV goes.</summary>
/// <remarks>ESP is one part, from the header to the end of the text; AH is two, its headers lie elsewhere (RFC 4302 §3.3.3).</remarks>
internal unsafe struct MacJob
{
    /// <summary>Bytes that the middle part may have: an IV.</summary>
    internal const int LongestMiddle = 16;

    /// <summary>The key, as <see cref="HmacKernel.Expand"/> wrote it.</summary>
    internal byte* States;

    /// <summary>Takes the ICV.</summary>
    internal byte* Icv;

    /// <summary>The first part.</summary>
    internal byte* First;

    /// <summary>The middle part: at most <see cref="LongestMiddle"/> bytes.</summary>
    internal byte* Middle;

    /// <summary>The last part.</summary>
    internal byte* Last;

    /// <summary>Bytes in the first part.</summary>
    internal int FirstLength;

    /// <summary>Bytes in the middle part.</summary>
    internal int MiddleLength;

    /// <summary>Bytes in the last part.</summary>
    internal int LastLength;

    /// <summary>The high half of an extended sequence number, authenticated behind all parts (RFC 4303 §2.2.1).</summary>
    internal uint HighSequence;

    /// <summary>Whether it is.</summary>
    internal bool HasHighSequence;

    /// <summary>Bytes of message.</summary>
    internal readonly int Length => FirstLength + MiddleLength + LastLength + (HasHighSequence ? sizeof(uint) : 0);

    /// <summary>Names the parts, and makes one of them when they lie one behind the other.</summary>
    internal void SetParts(byte* first, int firstLength, byte* middle, int middleLength, byte* last, int lastLength)
    {
        First = first;
        bool meet = first + firstLength == (middleLength == 0 ? last : middle);
        if (meet && (middleLength == 0 || middle + middleLength == last))
        {
            FirstLength = firstLength + middleLength + lastLength;
            MiddleLength = 0;
            LastLength = 0;
            return;
        }

        FirstLength = firstLength;
        Middle = middle;
        MiddleLength = middleLength;
        Last = last;
        LastLength = lastLength;
    }
}
