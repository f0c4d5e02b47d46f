using Ruying.Training.Torch;
using static TorchSharp.torch;
LibTorch.Prepare(1, 1);
var c = nn.Conv1d(32, 96, 5);
Console.WriteLine(c.forward(randn(2, 32, 100)).shape[2]);
return 0;
