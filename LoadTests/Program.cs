using Pipeline.LoadTests;

return await LoadTestsCommandLine.InvokeAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
